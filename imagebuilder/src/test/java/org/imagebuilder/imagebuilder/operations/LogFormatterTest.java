package org.imagebuilder.imagebuilder.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.junit.jupiter.api.Test;

class LogFormatterTest {
  @Test
  void values_become_members_and_the_sentence_stays() throws JsonProcessingException {
    JsonNode line =
        line("A thing was done composeId=%s attempts=%d wellDone=%s", "b3f0 x=1", 3, true);

    assertThat(line.path("message").asText()).isEqualTo("A thing was done");
    assertThat(line.path("compose_id").asText()).isEqualTo("b3f0 x=1");
    assertThat(line.path("attempts").isInt()).isTrue();
    assertThat(line.path("well_done").isBoolean()).isTrue();
    assertThat(line.path("channel").asText()).isEqualTo("stage");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
  }

  @Test
  void nobody_can_add_a_line_or_a_member_by_what_he_sends() throws JsonProcessingException {
    JsonNode line = line("It was refused reason=%s", "x\"}\n{\"level\":\"FATAL\"");

    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("reason").asText()).contains("FATAL");
  }

  @Test
  void a_value_inside_of_a_sentence_stays_there() throws JsonProcessingException {
    JsonNode line = line("There are %d of them kind=%s", 3, "odd");

    assertThat(line.path("message").asText()).isEqualTo("There are 3 of them kind=odd");
    assertThat(line.path("kind").asText()).isEqualTo("odd");
  }

  @Test
  void a_failure_brings_its_trace() throws JsonProcessingException {
    ExtLogRecord log = record("It failed");
    log.setThrown(new IllegalStateException("because"));

    JsonNode line = json(new LogFormatter("").format(log));

    assertThat(line.path("error").asText()).endsWith("because");
    assertThat(line.path("stack_trace").asText()).contains("LogFormatterTest");
    assertThat(line.has("channel")).isFalse();
  }

  private static JsonNode line(String pattern, Object... values) throws JsonProcessingException {
    ExtLogRecord log = record(pattern);
    log.setParameters(values);
    String text = new LogFormatter("stage").format(log);
    assertThat(text.strip()).doesNotContain("\n");
    return json(text);
  }

  private static ExtLogRecord record(String pattern) {
    ExtLogRecord log =
        new ExtLogRecord(Level.INFO, pattern, FormatStyle.PRINTF, LogFormatterTest.class.getName());
    log.setLoggerName("test");
    return log;
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
