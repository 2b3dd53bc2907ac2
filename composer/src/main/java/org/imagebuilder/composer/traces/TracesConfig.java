package org.imagebuilder.composer.traces;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What OpenTelemetry's environment variables say about traces.
 *
 * @param endpoint where spans are sent
 * @param headers what the collector wants to see; secret
 * @param patience for one call of the collector
 * @param resource what is said of all spans, with the program's name
 * @param delay how long a span may wait for others
 * @param room how many spans may wait
 * @param batch how many are sent at once
 */
record TracesConfig(
    URI endpoint,
    Map<String, String> headers,
    Duration patience,
    Sampler sampler,
    Map<String, String> resource,
    Duration delay,
    int room,
    int batch) {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String SPOKEN = "http/json";
  private static final int MOST = 1_000_000;

  TracesConfig {
    headers = Map.copyOf(headers);
    resource = Map.copyOf(resource);
  }

  /**
   * Nothing where tracing is off, which it is unless the collector is named; fails with a sentence
   * where a value makes no sense.
   *
   * @param variables finds the value of a variable
   * @param program its name, unless a variable gives another one
   */
  static Optional<TracesConfig> of(Function<String, Optional<String>> variables, String program) {
    Values values = new Values(variables);
    Optional<URI> endpoint = values.endpoint();
    if (endpoint.isEmpty()
        || values.of("OTEL_SDK_DISABLED", "false").equalsIgnoreCase("true")
        || values.oneOf("OTEL_TRACES_EXPORTER", "otlp", "none").equals("none")) {
      return Optional.empty();
    }
    values.oneOf("OTEL_EXPORTER_OTLP_PROTOCOL", SPOKEN);
    values.oneOf("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", SPOKEN);
    int room = values.number("OTEL_BSP_MAX_QUEUE_SIZE", 2048);
    return Optional.of(
        new TracesConfig(
            endpoint.get(),
            values.pairs("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS"),
            Duration.ofMillis(values.number("OTEL_EXPORTER_OTLP_TIMEOUT", 10_000)),
            Sampler.of(
                values.of("OTEL_TRACES_SAMPLER", "parentbased_always_on"),
                values.of("OTEL_TRACES_SAMPLER_ARG", "1")),
            values.resource(program),
            Duration.ofMillis(values.number("OTEL_BSP_SCHEDULE_DELAY", 5_000)),
            room,
            Math.min(room, values.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", 512))));
  }

  /** Without the headers, which are secret. */
  @Override
  public String toString() {
    return "TracesConfig[" + endpoint + "]";
  }

  /** The variables, read in their own forms. */
  private record Values(Function<String, Optional<String>> variables) {
    String of(String name, String otherwise) {
      return variables.apply(name).map(String::strip).filter(v -> !v.isEmpty()).orElse(otherwise);
    }

    Optional<URI> endpoint() {
      String whole = of(TRACES_ENDPOINT, "");
      if (!whole.isEmpty()) {
        return Optional.of(address(TRACES_ENDPOINT, whole));
      }
      String base = of(ENDPOINT, "");
      return base.isEmpty()
          ? Optional.empty()
          : Optional.of(address(ENDPOINT, base.replaceAll("/+$", "") + "/v1/traces"));
    }

    private static URI address(String name, String text) {
      try {
        URI address = new URI(text);
        if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
          return address;
        }
      } catch (URISyntaxException noAddress) {
        // It is refused below, like an address of another kind.
      }
      // Not repeated: it may hold a password.
      throw new IllegalArgumentException(
          name + " has to be an address such as http://collector:4318.");
    }

    String oneOf(String name, String usual, String... others) {
      String value = of(name, usual);
      if (!value.equals(usual) && !List.of(others).contains(value)) {
        throw new IllegalArgumentException(
            "%s is '%s', and has to be %s."
                .formatted(name, value, others.length == 0 ? usual : usual + " or " + others[0]));
      }
      return value;
    }

    int number(String name, int usual) {
      String value = of(name, Integer.toString(usual));
      if (!value.matches("\\d{1,7}")
          || Integer.parseInt(value) < 1
          || Integer.parseInt(value) > MOST) {
        throw new IllegalArgumentException(
            "%s is '%s', and has to be a whole number from 1 to %d.".formatted(name, value, MOST));
      }
      return Integer.parseInt(value);
    }

    Map<String, String> resource(String program) {
      Map<String, String> all = new LinkedHashMap<>();
      all.put("service.name", program);
      all.putAll(pairs("OTEL_RESOURCE_ATTRIBUTES"));
      String name = of("OTEL_SERVICE_NAME", "");
      if (!name.isEmpty()) {
        all.put("service.name", name);
      }
      return all;
    }

    /** {@code name=value,name=value}, with values encoded as in URLs; later variables win. */
    Map<String, String> pairs(String... names) {
      Map<String, String> all = new LinkedHashMap<>();
      for (String name : names) {
        for (String pair : of(name, "").split(",", -1)) {
          int sign = pair.indexOf('=');
          if (sign > 0) {
            all.put(pair.substring(0, sign).strip(), decoded(name, pair.substring(sign + 1)));
          } else if (!pair.isBlank()) {
            throw new IllegalArgumentException(
                name + " has to be a list such as name=value,other=value.");
          }
        }
      }
      return all;
    }

    private static String decoded(String name, String value) {
      try {
        return URLDecoder.decode(value.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException notEncoded) {
        throw new IllegalArgumentException(
            name + " has a value with a % that is no encoded character; write %25.", notEncoded);
      }
    }
  }
}
