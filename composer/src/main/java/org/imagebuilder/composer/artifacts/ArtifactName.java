package org.imagebuilder.composer.artifacts;

import java.nio.charset.StandardCharsets;

/** The name of a file inside its lease's directory: one path segment and nothing else. */
public record ArtifactName(String value) {
  private static final int MAX_BYTES = 255;

  /** Fails with {@link IllegalArgumentException}, whose message says what is wrong. */
  public ArtifactName {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (value.equals(".") || value.equals("..")) {
      throw new IllegalArgumentException("'" + value + "' is not a file name");
    }
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException("it has more than " + MAX_BYTES + " bytes");
    }
    if (value.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))) {
      throw new IllegalArgumentException("it holds a slash, a backslash or a control character");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
