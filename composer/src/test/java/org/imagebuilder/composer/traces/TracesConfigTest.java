package org.imagebuilder.composer.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracesConfigTest {

  @Test
  void nothing_is_traced_unless_a_collector_is_named() {
    assertThat(read(Map.of("OTEL_TRACES_SAMPLER", "always_on"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"OTEL_SDK_DISABLED,true", "OTEL_TRACES_EXPORTER,none"})
  void it_can_be_switched_off_with_a_collector_named(String variable, String value) {
    assertThat(read(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318", variable, value)))
        .isEmpty();
  }

  @Test
  void the_collectors_address_gets_the_path_of_traces_unless_it_is_theirs() {
    assertThat(with("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318/").endpoint())
        .isEqualTo(URI.create("http://c:4318/v1/traces"));
    assertThat(with("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://c/in").endpoint())
        .isEqualTo(URI.create("https://c/in"));
  }

  @Test
  void usual_values_are_those_of_opentelemetry() {
    TracesConfig config = with("OTEL_SERVICE_NAME", "mine");

    assertThat(config.sampler()).isEqualTo(Sampler.of("parentbased_always_on", ""));
    assertThat(config.delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.room()).isEqualTo(2048);
    assertThat(config.batch()).isEqualTo(512);
    assertThat(config.resource()).containsEntry("service.name", "mine");
  }

  @Test
  void lists_are_read_with_encoded_values_and_headers_are_never_shown() {
    TracesConfig config = with("OTEL_EXPORTER_OTLP_HEADERS", "api-key=s%20ecret,x=1");

    assertThat(config.headers()).isEqualTo(Map.of("api-key", "s ecret", "x", "1"));
    assertThat(config.toString()).doesNotContain("ecret");
  }

  @Test
  void more_is_never_sent_at_once_than_may_wait() {
    assertThat(with("OTEL_BSP_MAX_QUEUE_SIZE", "10").batch()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT,collector:4318",
    "OTEL_EXPORTER_OTLP_ENDPOINT,ftp://collector",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,http://a b",
    "OTEL_EXPORTER_OTLP_PROTOCOL,grpc",
    "OTEL_TRACES_EXPORTER,zipkin",
    "OTEL_TRACES_SAMPLER,sometimes",
    "OTEL_BSP_MAX_QUEUE_SIZE,0",
    "OTEL_BSP_SCHEDULE_DELAY,soon",
    "OTEL_EXPORTER_OTLP_TIMEOUT,-1",
    "OTEL_EXPORTER_OTLP_HEADERS,nothing",
    "OTEL_RESOURCE_ATTRIBUTES,a=%zz",
  })
  void what_makes_no_sense_is_refused_by_the_variables_name(String variable, String value) {
    assertThatThrownBy(() -> with(variable, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(variable);
  }

  private static TracesConfig with(String variable, String value) {
    Map<String, String> variables = new HashMap<>();
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://c:4318");
    variables.put(variable, value);
    return read(variables).orElseThrow();
  }

  private static Optional<TracesConfig> read(Map<String, String> variables) {
    return TracesConfig.of(name -> Optional.ofNullable(variables.get(name)), "program");
  }
}
