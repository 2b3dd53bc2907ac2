package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.imagebuilder.imagebuilder.composer.PostAnswer.Accepted;
import org.imagebuilder.imagebuilder.composer.PostAnswer.Refused;
import org.imagebuilder.imagebuilder.composer.PostAnswer.Unknown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostMapperTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void composers_id_is_the_composes_id() {
    PostAnswer answer = answer(201, "{'id':'b3f0d1a6-5d5e-4ed5-a5d0-2d7f4e3c1b0a'}");

    assertThat(answer)
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted ->
                assertThat(accepted.id()).hasToString("b3f0d1a6-5d5e-4ed5-a5d0-2d7f4e3c1b0a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{'id':'10','reason':'r'}|400|Error resolving OSTree repo",
        "400|{'id':'24','reason':'BaseURL must be specified','details':'x'}|400|BaseURL must be specified",
        "400|{'id':'29','reason':'no key'}|400|no key",
        "400|{'id':'7','reason':'no address','details':'repository a'}|400|no address: repository a",
        "400|{'id':'35','reason':'bad','details':'customizations.firewall'}|400|bad: customizations.firewall",
        "400|{'id':'6','reason':'Unsupported image type','details':''}|400|Unsupported image type",
        "500|{'id':'1005','reason':'Failed to enqueue job','details':'d'}|500|Failed posting compose request to osbuild-composer. Failed to enqueue job: d",
        "401|{'id':'401','reason':'who?'}|500|Failed posting compose request to osbuild-composer. who?",
        "404|{}|500|Failed posting compose request to osbuild-composer",
      })
  void a_refusal_is_told_and_final(int status, String body, int told, String detail) {
    PostAnswer answer = answer(status, body);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.why().code().status()).isEqualTo(told);
              assertThat(refused.why().detail()).isEqualTo(detail);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"201|{}", "201|{'id':'7'}", "200|{'id':'x'}", "502|{}", "504|[]"})
  void an_answer_that_says_nothing_leaves_the_outcome_open(int status, String body) {
    assertThat(answer(status, body)).isInstanceOf(Unknown.class);
  }

  private static PostAnswer answer(int status, String body) {
    try {
      JsonNode tree = JSON.readTree(body.replace('\'', '"'));
      return PostMapper.answer(new ComposerReply(status, tree, tree.toString()));
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(body, failure);
    }
  }
}
