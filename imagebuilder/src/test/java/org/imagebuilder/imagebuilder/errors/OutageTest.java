package org.imagebuilder.imagebuilder.errors;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OutageTest.WithoutNeighbours.class)
class OutageTest {
  private final ApiCaller user = ApiCaller.of("outage-test");

  /** No database and no composer answer; port 1 is nobody's. */
  public static final class WithoutNeighbours implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.datasource.reactive.url", "postgresql://localhost:1/nobody",
          "imagebuilder.composer.url", "http://localhost:1",
          "imagebuilder.database.migrate", "never");
    }
  }

  @Test
  void without_a_database_the_caller_is_asked_to_come_again() {
    Answer list = user.get("/composes");
    Answer compose = user.compose(Examples.read("compose.request.debian-13.json"));

    assertThat(list.status()).isEqualTo(503);
    assertThat(list.detail()).isEqualTo("service is temporarily unavailable");
    assertThat(list.response().headers().firstValue("Retry-After")).hasValue("5");
    assertThat(compose.status()).isEqualTo(503);
  }

  @Test
  void without_a_composer_it_is_not_ready() {
    assertThat(user.get("/ready").status()).isEqualTo(500);
    assertThat(user.get("/ready").detail()).isEqualTo("Internal Server Error");
  }

  @Test
  void without_neighbours_it_still_tells_what_it_knows() {
    assertThat(user.get("/version").status()).isEqualTo(200);
    assertThat(user.get("/distributions").status()).isEqualTo(200);
  }
}
