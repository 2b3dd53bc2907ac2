package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;

/** The build in Koji that the images are for. */
record KojiRequest(String server, long taskId, String name, String version, String release) {
  /** They become parts of file names, and of one path, at the hub. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+~^-]{0,127}");

  private static final Pattern SERVER =
      Pattern.compile("(?i)https?://[^\\s\\p{Cntrl}/][^\\s\\p{Cntrl}]*");

  static KojiRequest of(JsonNode koji) {
    JsonNode task = koji.path("task_id");
    if (!task.canConvertToLong()) {
      throw ErrorCode.VALIDATION_FAILED.because(
          "koji.task_id: '" + task + "' is no number of a task");
    }
    String server = koji.path("server").asText();
    if (!SERVER.matcher(server).matches()) {
      throw ErrorCode.BAD_REQUEST.because(
          "koji.server: has to be the address of a hub and to begin with http:// or https://");
    }
    return new KojiRequest(
        server, task.longValue(), word(koji, "name"), word(koji, "version"), word(koji, "release"));
  }

  /** What an image of this build is called in Koji. */
  String filename(String architecture, String extension) {
    return "%s-%s-%s.%s%s".formatted(name, version, release, architecture, extension);
  }

  private static String word(JsonNode koji, String member) {
    String text = koji.path(member).asText();
    if (!WORD.matcher(text).matches()) {
      throw ErrorCode.BAD_REQUEST.because(
          "koji." + member + ": has to be letters, digits and any of _ . + ~ ^ -, at most 128");
    }
    return text;
  }
}
