package org.imagebuilder.composer.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class WorkerErrorCodeTest {
  private record Entry(int number, int status, String reason) {}

  @Test
  void the_catalogue_is_that_of_the_contract() throws IOException {
    JsonNode listed = contract().path("x-errors");

    assertThat(Arrays.stream(WorkerErrorCode.values()))
        .map(code -> new Entry(code.number(), code.status(), code.reason()))
        .containsExactlyElementsOf(
            StreamSupport.stream(listed.spliterator(), false)
                .map(
                    error ->
                        new Entry(
                            error.path("id").asInt(),
                            error.path("status").asInt(),
                            error.path("reason").asText()))
                .toList());
  }

  private static JsonNode contract() throws IOException {
    try (InputStream document =
        WorkerErrorCodeTest.class.getResourceAsStream("/openapi/worker.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(document));
    }
  }
}
