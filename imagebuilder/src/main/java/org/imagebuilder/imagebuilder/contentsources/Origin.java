package org.imagebuilder.imagebuilder.contentsources;

/** Whose repositories are looked for: the service keeps both kinds, and is asked for one. */
public enum Origin {
  RED_HAT("red_hat"),
  CUSTOM("external,upload,community");

  private final String value;

  Origin(String value) {
    this.value = value;
  }

  String value() {
    return value;
  }
}
