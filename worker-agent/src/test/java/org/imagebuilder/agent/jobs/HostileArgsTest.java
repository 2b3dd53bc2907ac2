package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.testing.Examples;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Args in which one text after the other is what a shell would run, on the way to the tools. */
class HostileArgsTest {

  private final Path proof;
  private final HandlerHarness harness;

  HostileArgsTest(@TempDir Path directory) throws IOException {
    proof = directory.resolve("proof");
    harness = new HandlerHarness(directory.resolve("work"));
  }

  @AfterEach
  void close() throws IOException {
    harness.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "depsolve",
        "search-packages",
        "rpm-manifest",
        "rpm-manifest.bootc",
        "rpm-manifest.ostree",
        "image-builder-manifest",
        "osbuild.static-manifest"
      })
  void nothing_of_a_jobs_args_is_run_by_a_shell(String example) throws Exception {
    JsonNode args = Examples.job(example + ".args");
    String type = example.replaceFirst("\\..*", "");
    List<String> texts = texts(args, "");
    assertThat(texts).isNotEmpty();

    for (String text : texts) {
      harness.run(type, hostile(args.deepCopy(), text));

      assertThat(proof).as("%s of %s", text, example).doesNotExist();
    }
  }

  private JsonNode hostile(JsonNode args, String pointer) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = args.at(pointer.substring(0, slash));
    String last = pointer.substring(slash + 1).replace("~1", "/").replace("~0", "~");
    TextNode text =
        TextNode.valueOf(
            "x$(touch %1$s)`touch %1$s`;touch %1$s;'\";touch %1$s\n touch %1$s #".formatted(proof));
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(last), text);
    } else {
      ((ObjectNode) parent).set(last, text);
    }
    return args;
  }

  /** Where texts are, as JSON pointers. */
  private static List<String> texts(JsonNode node, String pointer) {
    List<String> found = new ArrayList<>();
    if (node.isTextual()) {
      found.add(pointer);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      found.addAll(texts(node.get(i), pointer + "/" + i));
    }
    node.properties()
        .forEach(
            member -> {
              String name = member.getKey().replace("~", "~0").replace("/", "~1");
              found.addAll(texts(member.getValue(), pointer + "/" + name));
            });
    return found;
  }
}
