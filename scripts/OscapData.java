import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the profiles of one datastream of the SCAP Security Guide into customizations: asks oscap for each profile's blueprint
 * and writes them all into one file. Usage: OscapData DATASTREAM PACKAGE VERSION OUT PROFILE...
 */
final class OscapData {
  private static final String PREFIX = "xccdf_org.ssgproject.content_profile_";
  private static final Pattern PAIR = Pattern.compile("(\\w+)\\s*=\\s*(.+)");
  private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** What a profile asks for, in the order in which the API writes it. */
  private static final class Profile {
    String name = "";
    String description = "";
    final Set<String> packages = new LinkedHashSet<>();
    final Map<String, Long> filesystem = new TreeMap<>();
    final Map<String, Set<String>> services = new TreeMap<>();
    final Set<String> kernel = new LinkedHashSet<>();
    boolean fips;
  }

  private OscapData() {}

  public static void main(String[] arguments) throws Exception {
    Path stream = Path.of(arguments[0]);
    StringBuilder out = new StringBuilder("{\n \"source\": {");
    out.append("\"package\": ").append(quoted(arguments[1]));
    out.append(", \"version\": ").append(quoted(arguments[2]));
    out.append(", \"file\": ").append(quoted(String.valueOf(stream.getFileName()))).append("},\n \"profiles\": {");
    // Images of Debian are not scanned when they are built: what is asked of them names no profile, or they would be refused.
    boolean canScan = !arguments[1].equals("ssg-debian");
    String separator = "\n";
    for (String profile : List.of(arguments).subList(4, arguments.length)) {
      out.append(separator).append("  ").append(quoted(PREFIX + profile)).append(": {\n");
      out.append(json(PREFIX + profile, read(blueprint(stream, PREFIX + profile)), canScan)).append("\n  }");
      separator = ",\n";
    }
    Files.writeString(Path.of(arguments[3]), out.append("\n }\n}\n"));
  }

  private static List<String> blueprint(Path stream, String profile) throws IOException, InterruptedException {
    Process oscap =
        new ProcessBuilder("oscap", "xccdf", "generate", "fix", "--fix-type", "blueprint", "--profile", profile, stream.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines =
        new String(oscap.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    if (oscap.waitFor() != 0 || lines.isEmpty()) {
      throw new IllegalStateException(stream.getFileName() + " has no profile " + profile);
    }
    return lines;
  }

  // Line by line: oscap repeats tables, which no TOML reader takes.
  private static Profile read(List<String> lines) {
    Profile profile = new Profile();
    profile.description = description(lines);
    String table = "";
    String mountpoint = "";
    for (String line : lines) {
      Matcher pair = PAIR.matcher(line);
      if (line.startsWith("[")) {
        table = line.replaceAll("[\\[\\]\\s]", "");
      } else if (!line.startsWith("#") && pair.matches()) {
        String value = pair.group(2).strip();
        switch (table + "/" + pair.group(1)) {
          case "/description" -> profile.name = text(value);
          case "/name", "/version" -> {}
          case "packages/name" -> profile.packages.add(text(value));
          case "packages/version" -> anyVersion(value);
          case "customizations.filesystem/mountpoint" -> mountpoint = text(value);
          case "customizations.filesystem/size" ->
              profile.filesystem.merge(mountpoint, Long.parseLong(value), Math::max);
          case "customizations.services/enabled", "customizations.services/disabled", "customizations.services/masked" ->
              profile.services.computeIfAbsent(pair.group(1), key -> new LinkedHashSet<>()).addAll(texts(value));
          case "customizations.kernel/append" -> profile.kernel.addAll(words(text(value)));
          case "customizations/fips" -> profile.fips = value.equals("true");
          default -> throw new IllegalStateException("a blueprint says what we do not know: [" + table + "] " + line);
        }
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalStateException("this line of a blueprint says nothing to us: " + line);
      }
    }
    return profile;
  }

  /** The paragraph of the head that describes the profile. */
  private static String description(List<String> lines) {
    int from = lines.indexOf("# Profile Description:");
    List<String> found = new ArrayList<>();
    for (String line : lines.subList(from + 1, lines.size())) {
      if (line.startsWith("# Profile ID:")) {
        break;
      }
      found.add(line.substring(1).strip());
    }
    return String.join("\n", found).strip();
  }

  private static void anyVersion(String value) {
    if (!text(value).equals("*")) {
      throw new IllegalStateException("a profile wants one version of a package: " + value);
    }
  }

  private static String text(String value) {
    return texts(value).getFirst();
  }

  private static List<String> texts(String value) {
    return TEXT.matcher(value).results().map(found -> found.group(1)).toList();
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  private static String json(String id, Profile profile, boolean canScan) {
    Map<String, String> members = new LinkedHashMap<>();
    if (canScan) {
      members.put(
          "openscap",
          "{\"profile_id\": %s, \"profile_name\": %s, \"profile_description\": %s}"
              .formatted(quoted(id), quoted(profile.name), quoted(profile.description)));
    }
    if (!profile.packages.isEmpty()) {
      members.put("packages", list(profile.packages));
    }
    if (!profile.filesystem.isEmpty()) {
      List<String> systems = new ArrayList<>();
      profile.filesystem.forEach(
          (point, size) -> systems.add("{\"mountpoint\": %s, \"min_size\": %d}".formatted(quoted(point), size)));
      members.put("filesystem", "[" + String.join(", ", systems) + "]");
    }
    List<String> services = new ArrayList<>();
    for (String kind : List.of("enabled", "disabled", "masked")) {
      Set<String> names = profile.services.getOrDefault(kind, Set.of());
      if (!names.isEmpty()) {
        services.add(quoted(kind) + ": " + list(names));
      }
    }
    if (!services.isEmpty()) {
      members.put("services", "{" + String.join(", ", services) + "}");
    }
    if (!profile.kernel.isEmpty()) {
      members.put("kernel", "{\"append\": " + quoted(String.join(" ", profile.kernel)) + "}");
    }
    if (profile.fips) {
      members.put("fips", "{\"enabled\": true}");
    }
    List<String> lines = new ArrayList<>();
    members.forEach((name, value) -> lines.add("   " + quoted(name) + ": " + value));
    return String.join(",\n", lines);
  }

  private static String list(Set<String> texts) {
    return "[" + String.join(", ", texts.stream().map(OscapData::quoted).toList()) + "]";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", " ") + '"';
  }
}
