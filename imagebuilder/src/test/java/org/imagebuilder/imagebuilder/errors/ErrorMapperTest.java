package org.imagebuilder.imagebuilder.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.pgclient.PgException;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorMapperTest {
  private final ErrorMapper mapper = new ErrorMapper();

  @Test
  void a_database_that_is_away_asks_to_come_again() {
    Response answer = mapper.fault(new IllegalStateException(new ConnectException("refused")));

    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isEqualTo("5");
    assertThat(answer.getEntity().toString()).contains("service is temporarily unavailable");
  }

  @ParameterizedTest
  @ValueSource(strings = {"57P01", "57P03", "57014", "53300", "55P03"})
  void a_database_that_says_not_now_asks_to_come_again(String state) {
    Response answer =
        mapper.fault(new IllegalStateException(new PgException("no", "FATAL", state, "")));

    assertThat(answer.getStatus()).isEqualTo(503);
  }

  @Test
  void a_fault_of_ours_tells_nothing_of_the_inside() {
    Response answer =
        mapper.fault(new IllegalStateException(new PgException("no", "ERROR", "23505", "")));

    assertThat(answer.getStatus()).isEqualTo(500);
    assertThat(answer.getEntity().toString())
        .isEqualTo("{\"errors\":[{\"detail\":\"Internal Server Error\",\"title\":\"500\"}]}\n");
  }
}
