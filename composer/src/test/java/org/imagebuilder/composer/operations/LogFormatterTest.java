package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.logging.Level;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.junit.jupiter.api.Test;

/** The log as a collector reads it. */
class LogFormatterTest {
  private final LogFormatter formatter = new LogFormatter("stage");

  @Test
  void keys_of_a_message_become_members_and_the_sentence_stays_constant() {
    JsonNode line = line("Finished job jobType=%s jobId=%s seconds=%s", "osbuild:x86_64", 7, 1.5);

    assertThat(line.path("message").asText()).isEqualTo("Finished job");
    assertThat(line.path("job_type").asText()).isEqualTo("osbuild:x86_64");
    assertThat(line.path("job_id").asInt()).isEqualTo(7);
    assertThat(line.path("seconds").asDouble()).isEqualTo(1.5);
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("channel").asText()).isEqualTo("stage");
  }

  @Test
  void a_value_that_looks_like_a_key_stays_a_value() {
    JsonNode line = line("Processed request uri=%s status=%d", "/a status=500 \"x\"\n", 200);

    assertThat(line.path("uri").asText()).isEqualTo("/a status=500 \"x\"\n");
    assertThat(line.path("status").asInt()).isEqualTo(200);
  }

  @Test
  void the_channel_of_a_job_is_its_tenant_and_not_the_deployment() {
    JsonNode line = line("Requeued job channel=%s", "org-1");

    assertThat(line.path("tenant").asText()).isEqualTo("org-1");
    assertThat(line.path("channel").asText()).isEqualTo("stage");
  }

  @Test
  void a_sentence_with_a_value_inside_is_written_out() {
    JsonNode line = line("Worker API on %s%s, 100%% open jobs=%d", "host", "/x", 3);

    assertThat(line.path("message").asText()).isEqualTo("Worker API on host/x, 100% open jobs=3");
    assertThat(line.path("jobs").asInt()).isEqualTo(3);
  }

  @Test
  void a_failure_comes_with_its_trace_on_the_same_line() {
    ExtLogRecord log = record("It broke", FormatStyle.NO_FORMAT);
    log.setThrown(new IllegalStateException("why"));

    String text = formatter.format(log);

    assertThat(text.strip()).doesNotContain("\n");
    assertThat(tree(text).path("error").asText()).contains("why");
    assertThat(tree(text).path("stack_trace").asText()).contains("LogFormatterTest");
  }

  private JsonNode line(String pattern, Object... values) {
    ExtLogRecord log = record(pattern, FormatStyle.PRINTF);
    log.setParameters(values);
    return tree(formatter.format(log));
  }

  private static ExtLogRecord record(String message, FormatStyle style) {
    ExtLogRecord log = new ExtLogRecord(Level.INFO, message, style, "here");
    log.setLoggerName("test");
    return log;
  }

  private static JsonNode tree(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
