import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Holds Maven's bill of materials against the jars that a program really has, and their licences
 * against those that may go with Apache-2.0. Writes the bill of what is shipped and the page of
 * licences, or says what is wrong and writes nothing.
 *
 * <p>usage: java -cp JACKSON SupplyChain.java PROGRAM BOM LIB_DIRECTORY OUT_DIRECTORY
 */
final class SupplyChain {

  /** Licences under which a library may be passed on with a program that is Apache-2.0. */
  private static final Set<String> ALLOWED =
      Set.of(
          "Apache-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "CC0-1.0",
          "EPL-1.0",
          "EPL-2.0",
          "GPL-2.0-with-classpath-exception",
          "ISC",
          "MIT",
          "MIT-0",
          "UPL-1.0");

  /** Names that some poms have in place of an SPDX identifier. */
  private static final Map<String, String> NAMES =
      Map.of(
          "GNU General Public License, version 2 with the GNU Classpath Exception",
          "GPL-2.0-with-classpath-exception",
          "The Apache Software License, Version 2.0",
          "Apache-2.0");

  /** What stands in the class path of a build only and is left out of the program by Quarkus. */
  private static final Set<String> BUILD_ONLY = Set.of("io.quarkus:quarkus-ide-launcher");

  private final String program;
  private final ObjectNode bom;
  private final List<String> faults = new ArrayList<>();

  private SupplyChain(String program, ObjectNode bom) {
    this.program = program;
    this.bom = bom;
  }

  public static void main(String[] arguments) throws IOException {
    ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    String program = arguments[0];
    ObjectNode bom = (ObjectNode) json.readTree(Path.of(arguments[1]).toFile());
    SupplyChain chain = new SupplyChain(program, bom);
    chain.keepWhatIsShipped(jars(Path.of(arguments[2])));
    String licences = chain.licences();
    if (!chain.faults.isEmpty()) {
      chain.faults.forEach(fault -> System.err.println(program + ": " + fault));
      System.exit(1);
    }
    Path out = Files.createDirectories(Path.of(arguments[3]));
    Files.writeString(
        out.resolve(program + ".cdx.json"), json.writeValueAsString(bom) + "\n");
    Files.writeString(out.resolve(program + "-licences.md"), licences);
  }

  /** Every jar must be in the bill; what is in the bill and not among the jars is taken out. */
  private void keepWhatIsShipped(Map<String, Path> jars) {
    Set<String> kept = new HashSet<>();
    Map<String, Path> unknown = new TreeMap<>(jars);
    ArrayNode components = (ArrayNode) bom.get("components");
    for (var all = components.iterator(); all.hasNext(); ) {
      JsonNode component = all.next();
      if (unknown.remove(sum(component)) != null) {
        kept.add(component.path("bom-ref").asText());
      } else {
        if (!BUILD_ONLY.contains(name(component))) {
          faults.add(name(component) + " is in the bill of materials and not in the program");
        }
        all.remove();
      }
    }
    unknown.values().forEach(jar -> faults.add(jar + " is in no bill of materials"));
    kept.add(bom.path("metadata").path("component").path("bom-ref").asText());
    keepReferences(kept);
  }

  private void keepReferences(Set<String> kept) {
    ArrayNode dependencies = (ArrayNode) bom.get("dependencies");
    for (var all = dependencies.iterator(); all.hasNext(); ) {
      JsonNode dependency = all.next();
      if (!kept.contains(dependency.path("ref").asText())) {
        all.remove();
      } else if (dependency.path("dependsOn") instanceof ArrayNode on) {
        for (var one = on.iterator(); one.hasNext(); ) {
          if (!kept.contains(one.next().asText())) {
            one.remove();
          }
        }
      }
    }
  }

  private String licences() {
    Map<String, String> rows = new TreeMap<>();
    for (JsonNode component : bom.get("components")) {
      Set<String> licences = licences(component);
      if (licences.isEmpty()) {
        faults.add(name(component) + " names no licence: look it up, and take another library or say so here");
      } else if (licences.stream().noneMatch(ALLOWED::contains)) {
        faults.add(
            "%s is under %s, which is not among the licences that go with Apache-2.0 (scripts/SupplyChain.java)"
                .formatted(name(component), String.join(", ", licences)));
      }
      rows.put(
          name(component),
          "| %s | %s | %s |\n"
              .formatted(
                  name(component), component.path("version").asText(), String.join(" or ", licences)));
    }
    return "# What %s contains, and under which licences\n\n| library | version | licence |\n|---|---|---|\n%s"
        .formatted(program, String.join("", rows.values()));
  }

  /** Where a pom names several, one may choose. */
  private static Set<String> licences(JsonNode component) {
    Set<String> licences = new LinkedHashSet<>();
    for (JsonNode entry : component.path("licenses")) {
      JsonNode licence = entry.path("license");
      String said = licence.path("id").asText(licence.path("name").asText(entry.path("expression").asText("")));
      if (!said.isBlank()) {
        licences.add(NAMES.getOrDefault(said, said));
      }
    }
    return licences;
  }

  private static String name(JsonNode component) {
    return component.path("group").asText() + ":" + component.path("name").asText();
  }

  private static String sum(JsonNode component) {
    return StreamSupport.stream(component.path("hashes").spliterator(), false)
        .filter(hash -> hash.path("alg").asText().equals("SHA-256"))
        .map(hash -> hash.path("content").asText())
        .findFirst()
        .orElse("");
  }

  private static Map<String, Path> jars(Path directory) throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.put(sum(Files.readAllBytes(jar)), jar.getFileName());
      }
    }
    return jars;
  }

  private static String sum(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
