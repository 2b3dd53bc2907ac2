package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the files for workers on EC2 to each other and to their page. */
class Ec2FilesTest {

  private static final Path EC2 = Path.of("ec2");
  private static final Path PAGE = Path.of("../docs/ec2.md");
  private static final Path SETTINGS = Path.of("../docs/configuration.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z0-9-]+)` \\| `([a-z0-9]+:[A-Za-z0-9]+)` \\| [^|]+ \\|$");
  private static final Pattern KEY =
      Pattern.compile("`(agent[._][a-z0-9._-]+)`", Pattern.CASE_INSENSITIVE);
  private static final Pattern CALL = Pattern.compile("(?s)\\.call\\(\\s*\"(\\w+)\"");
  private static final Pattern VARIABLE = Pattern.compile("^\\s+(AGENT_[A-Z0-9_]+)=");

  @Test
  void the_image_carries_the_files_as_they_are_here() throws IOException {
    JsonNode files = read(EC2.resolve("compose-request.json")).at("/customizations/files");

    assertThat(files)
        .hasSize(3)
        .allSatisfy(
            file ->
                assertThat(file.path("data").asText())
                    .as("run ec2/make-request")
                    .isEqualTo(Files.readString(EC2.resolve(name(file)))));
  }

  @Test
  void the_image_has_the_packages_that_are_listed() throws IOException {
    JsonNode packages = read(EC2.resolve("compose-request.json")).at("/customizations/packages");

    assertThat(packages)
        .extracting(JsonNode::asText)
        .as("run ec2/make-request")
        .containsExactlyElementsOf(
            Files.readAllLines(EC2.resolve("packages")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList());
  }

  @Test
  void each_permission_has_its_reason() throws IOException {
    assertThat(granted()).isNotEmpty().isEqualTo(explained());
  }

  @Test
  void each_call_of_the_agent_is_permitted() throws IOException {
    String policies = String.join(" ", granted());

    assertThat(calls("Ec2Gateway.java"))
        .hasSizeGreaterThan(8)
        .allSatisfy(name -> assertThat(policies).contains("ec2:" + name));
    assertThat(calls("AutoScalingGateway.java"))
        .hasSize(3)
        .allSatisfy(name -> assertThat(policies).contains("autoscaling:" + name));
  }

  @Test
  void user_data_sets_only_what_the_agent_knows() throws IOException {
    assertThat(variables()).isNotEmpty().isSubsetOf(documented());
  }

  private static String name(JsonNode file) {
    return Path.of(file.path("path").asText()).getFileName().toString();
  }

  private static Set<String> granted() throws IOException {
    Set<String> granted = new TreeSet<>();
    try (Stream<Path> policies = Files.list(EC2.resolve("iam"))) {
      for (Path policy : policies.filter(path -> !path.toString().contains("trust-")).toList()) {
        String name = policy.getFileName().toString().replace(".json", "");
        for (JsonNode statement : read(policy).path("Statement")) {
          statement.path("Action").forEach(action -> granted.add(name + " " + action.asText()));
        }
      }
    }
    return granted;
  }

  /** What the gateway asks of AWS. */
  private static Set<String> calls(String gateway) throws IOException {
    Path sources = Path.of("src/main/java/org/imagebuilder/agent/uploads/aws");
    Set<String> names = new TreeSet<>();
    Matcher call = CALL.matcher(Files.readString(sources.resolve(gateway)));
    while (call.find()) {
      names.add(call.group(1));
    }
    return names;
  }

  private static Set<String> explained() throws IOException {
    Set<String> explained = new TreeSet<>();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        explained.add(row.group(1) + " " + row.group(2));
      }
    }
    return explained;
  }

  private static List<String> variables() throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(EC2.resolve("user-data.yaml"))) {
      Matcher variable = VARIABLE.matcher(line);
      if (variable.find()) {
        names.add(variable.group(1));
      }
    }
    return names;
  }

  /** The page names agent.work-directory, or the variable itself. */
  private static Set<String> documented() throws IOException {
    Set<String> names = new TreeSet<>();
    Matcher key = KEY.matcher(Files.readString(SETTINGS));
    while (key.find()) {
      names.add(key.group(1).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_"));
    }
    return names;
  }

  private static JsonNode read(Path file) throws IOException {
    return JsonMapper.builder().build().readTree(file.toFile());
  }
}
