package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.errors.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Takes every example request, puts something odd in the place of each of its members in turn, and
 * expects a plan or a refusal: never a fault, and never a refusal that blames the server.
 */
class OddRequestsTest {
  private static final StrictJson JSON = new StrictJson(64, 100_000);
  private static final RequestCheck CHECK = new RequestCheck(Contract.load());
  private static final ComposePlanner PLANNER = new ComposePlanner(new DistributionCatalog());
  private static final Path EXAMPLES =
      Path.of(System.getProperty("contracts", "../src/main/openapi"), "examples", "composer");

  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "\"\"",
          "\" \"",
          "\"x\"",
          "\"$6$\"",
          "\"../../etc/passwd\"",
          "\"/\"",
          "\"/etc/../x\"",
          "\"a\\nb\"",
          "\"\\u202e\"",
          "\"\\ud800\"",
          "\"0\"",
          "\"-1 GiB\"",
          "\"999999999999999999 TiB\"",
          "\"rhel-99999999999\"",
          "\"debian-13\"",
          "0",
          "-1",
          "1.5",
          "9223372036854775807",
          "9223372036854775808",
          "1e400",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "[{}]",
          "[\"x\"]",
          "[1]",
          "{\"x\": 1}",
          "\"" + "x".repeat(70_000) + "\"");

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("post-compose.request."))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_odd_member_is_planned_or_refused(Path example) throws IOException {
    JsonNode request = ComposeRequests.tree(Files.readString(example));
    List<String> faults = new ArrayList<>();

    for (String pointer : pointers(request, "")) {
      for (String odd : ODD) {
        ObjectNode changed = request.deepCopy();
        String marker = "\"put it here\"";
        replace(changed, pointer, ComposeRequests.tree(marker));
        answer(changed.toString().replace(marker, odd), pointer, odd, faults);
      }
    }

    assertThat(faults).isEmpty();
  }

  private static void answer(String body, String pointer, String odd, List<String> faults) {
    try {
      ObjectNode accepted = CHECK.accepted(JSON.read(body.getBytes(StandardCharsets.UTF_8)));
      ComposeRequest request = RequestMapper.read(accepted);
      PLANNER.plan(request, new Draft(UUID::randomUUID, 1, Instant.EPOCH, false));
      KeptRequest.of(accepted);
    } catch (ApiException refused) {
      if (refused.code().status() >= 500 || refused.details().isBlank()) {
        faults.add(pointer + " = " + odd + ": " + refused.getMessage());
      }
    } catch (RuntimeException fault) {
      faults.add(pointer + " = " + odd + ": " + fault);
    }
  }

  private static List<String> pointers(JsonNode node, String at) {
    List<String> pointers = new ArrayList<>();
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        pointers.add(at + "/" + member.getKey());
        pointers.addAll(pointers(member.getValue(), at + "/" + member.getKey()));
      }
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      pointers.add(at + "/" + i);
      pointers.addAll(pointers(node.get(i), at + "/" + i));
    }
    return pointers;
  }

  private static void replace(JsonNode root, String pointer, JsonNode value) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = root.at(pointer.substring(0, slash));
    String last = pointer.substring(slash + 1);
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(last), value);
    } else {
      ((ObjectNode) parent).set(last, value);
    }
  }
}
