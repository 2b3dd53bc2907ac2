package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.errors.RuleCode;
import org.imagebuilder.imagebuilder.errors.RulesException;
import org.imagebuilder.imagebuilder.errors.RulesException.Broken;

/** What a blueprint has to keep to beyond its shape; all that is wrong is told at once. */
final class BlueprintRules {
  private static final long SMALLEST_FILE_SYSTEM = 1024L * 1024;
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}");
  private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]{0,31}");

  private final List<Broken> broken = new ArrayList<>();

  private BlueprintRules() {}

  /** Ends the request if any rule is broken. */
  static void check(Draft draft) {
    List<Broken> found = broken(draft.name(), draft.body().path("customizations"));
    if (!found.isEmpty()) {
      throw new RulesException(found);
    }
  }

  /** The broken rules in the order in which they are told. */
  static List<Broken> broken(String name, JsonNode customizations) {
    BlueprintRules rules = new BlueprintRules();
    rules.name(name);
    rules.users(customizations.path("users"));
    rules.nodes(RuleCode.FILE, "file", customizations.path("files"));
    rules.nodes(RuleCode.DIRECTORY, "directory", customizations.path("directories"));
    customizations.path("filesystem").forEach(rules::filesystem);
    return rules.broken;
  }

  // The sentence is the one that clients know; it asks for more than the rule.
  private void name(String name) {
    if (isBlank(name)) {
      breaks(RuleCode.BLUEPRINT_NAME, "the blueprint name must contain at least two characters");
    }
  }

  private void users(JsonNode users) {
    for (JsonNode user : users) {
      if (isBlank(user.path("name").asText(""))) {
        breaks(RuleCode.USER, "missing user name");
        return;
      }
    }
  }

  private void nodes(RuleCode rule, String kind, JsonNode nodes) {
    for (JsonNode node : nodes) {
      String path = node.path("path").asText("");
      PathPolicy.objection(path)
          .or(() -> owner("user", node.path("user"), USER))
          .or(() -> owner("group", node.path("group"), GROUP))
          .ifPresent(reason -> breaks(rule, kind + " \"" + path + "\": " + reason));
    }
  }

  private static Optional<String> owner(String kind, JsonNode owner, Pattern allowed) {
    return owner.isTextual() && !allowed.matcher(owner.textValue()).matches()
        ? Optional.of(kind + " name \"" + owner.textValue() + "\" must match " + allowed)
        : Optional.empty();
  }

  private void filesystem(JsonNode filesystem) {
    String mountpoint = filesystem.path("mountpoint").asText("");
    if (mountpoint.isEmpty()) {
      breaks(RuleCode.FILESYSTEM, "mountpoint must not be empty");
    } else if (!mountpoint.startsWith("/")) {
      breaks(RuleCode.FILESYSTEM, "mountpoint \"" + mountpoint + "\" must be absolute");
    } else if (!PathPolicy.isCanonical(mountpoint)) {
      breaks(RuleCode.FILESYSTEM, "mountpoint \"" + mountpoint + "\" must be canonical");
    }
    long size = filesystem.path("min_size").asLong();
    if (size > 0 && size < SMALLEST_FILE_SYSTEM) {
      breaks(
          RuleCode.FILESYSTEM,
          "mountpoint \"" + mountpoint + "\" minimum size must be at least 1MB");
    }
  }

  private void breaks(RuleCode rule, String detail) {
    broken.add(new Broken(rule, detail));
  }

  private static boolean isBlank(String text) {
    return text.codePoints()
        .allMatch(letter -> Character.isWhitespace(letter) || Character.isSpaceChar(letter));
  }
}
