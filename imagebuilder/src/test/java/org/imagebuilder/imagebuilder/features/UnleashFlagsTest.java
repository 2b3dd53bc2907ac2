package org.imagebuilder.imagebuilder.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnleashFlagsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"enabled\":true|true",
        "\"enabled\":true,\"strategies\":[]|true",
        "\"enabled\":true,\"strategies\":[{\"name\":\"default\"}]|true",
        "\"enabled\":true,\"strategies\":[{\"name\":\"userWithId\"},{\"name\":\"default\"}]|true",
        "\"enabled\":true,\"strategies\":[{\"name\":\"flexibleRollout\","
            + "\"parameters\":{\"rollout\":\"100\",\"stickiness\":\"default\"}}]|true",
        "\"enabled\":true,\"strategies\":[{\"name\":\"flexibleRollout\","
            + "\"parameters\":{\"rollout\":\"50\"}}]|false",
        "\"enabled\":true,\"strategies\":[{\"name\":\"userWithId\","
            + "\"parameters\":{\"userIds\":\"me\"}}]|false",
        "\"enabled\":true,\"strategies\":[{\"name\":\"default\",\"constraints\":[{\"contextName\":\"orgId\","
            + "\"operator\":\"IN\",\"values\":[\"1\"]}]}]|false",
        "\"enabled\":true,\"strategies\":[{\"name\":\"default\",\"segments\":[1]}]|false",
        "\"enabled\":false,\"strategies\":[{\"name\":\"default\"}]|false",
        "\"strategies\":[]|false"
      })
  void a_flag_is_on_for_everybody_or_off(String feature, boolean on)
      throws JsonProcessingException {
    String answer = "{\"version\":2,\"features\":[{\"name\":\"f\"," + feature + "}]}";

    assertThat(UnleashFlags.of(new ObjectMapper().readTree(answer))).containsEntry("f", on);
  }

  @Test
  void what_has_no_name_is_no_flag() throws JsonProcessingException {
    String answer = "{\"features\":[{\"enabled\":true},7,null]}";

    assertThat(UnleashFlags.of(new ObjectMapper().readTree(answer))).isEmpty();
  }
}
