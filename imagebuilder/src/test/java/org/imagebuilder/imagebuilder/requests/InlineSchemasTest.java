package org.imagebuilder.imagebuilder.requests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class InlineSchemasTest {
  private static final JsonNode BUNDLED =
      json(
          """
          {"paths":{"/x":{"body":{"schema":{"$ref":"#/components/schemas/makeX_request"}},
                          "answers":[{"$ref":"#/components/schemas/X"}]}},
           "components":{"schemas":{
             "X":{"allOf":[{"$ref":"#/components/schemas/X_allOf"}]},
             "X_allOf":{"properties":{"y":{"$ref":"#/components/schemas/X_allOf_y"}}},
             "X_allOf_y":{"type":"string"},
             "makeX_request":{"type":"object"}}}}
          """);

  @Test
  void schemas_without_a_name_stand_where_they_are_used() {
    assertThat(InlineSchemas.restored(BUNDLED))
        .isEqualTo(
            json(
                """
                {"paths":{"/x":{"body":{"schema":{"type":"object"}},
                                "answers":[{"$ref":"#/components/schemas/X"}]}},
                 "components":{"schemas":{
                   "X":{"allOf":[{"properties":{"y":{"type":"string"}}}]}}}}
                """));
  }

  @Test
  void the_bundled_document_stays_as_it_is() {
    JsonNode before = BUNDLED.deepCopy();

    InlineSchemas.restored(BUNDLED);

    assertThat(BUNDLED).isEqualTo(before);
  }

  @Test
  void nothing_that_is_served_has_a_name_of_the_bundler() {
    assertThat(new Contract().served()).doesNotContainPattern("schemas/\\w*_");
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(text, failure);
    }
  }
}
