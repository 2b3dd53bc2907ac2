package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** YAML that is written says the same as the JSON that it was made from. */
class YamlTextTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  @ParameterizedTest
  @ValueSource(strings = {"composer", "worker"})
  void a_contract_is_the_same_in_yaml(String name) throws IOException {
    JsonNode contract;
    try (InputStream in = YamlTextTest.class.getResourceAsStream("/openapi/" + name + ".json")) {
      contract = JSON.readTree(in);
    }

    JsonNode back = YAML.readTree(YamlText.of(contract));

    assertThat(back.equals(contract)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "{\"a\":{},\"b\":[]}",
        "[[[]],[[1,[2]]],{\"a\":[{\"b\":1},{}]}]",
        "{\"yes\":\"no\",\"null\":null,\"1\":\"1\",\"~\":true,\"a b\":\"\",\"\":0,\"/a/{b}\":1.5}",
        "[\"a\\nb\",\"a\\nb\\n\",\"a\\nb\\n\\n\",\" a\\nb\",\"a\\n b\\n\\n  c\",\"\\n\",\"a\\n\\tb\"]",
        "[\"#\",\"- x\",\": \",\"'\",\"\\\"\",\"\\\\\",\"\\u0000\",\"\\u2028\\n\",\"a\\r\\nb\",\"\\ud83d\\ude00\\nx\"]",
        "[\"a  \\nb \",\"---\\n...\",\"%x\\ny\"]"
      })
  void what_is_odd_is_the_same_in_yaml(String json) throws IOException {
    JsonNode tree = JSON.readTree(json);

    JsonNode back = YAML.readTree(YamlText.of(tree));

    assertThat(back).isEqualTo(tree);
  }

  @Test
  void a_long_text_is_a_block() {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("info").put("description", "One.\n\nTwo.\n");

    assertThat(YamlText.of(tree)).isEqualTo("info:\n  description: |\n    One.\n\n    Two.\n");
  }
}
