package org.imagebuilder.imagebuilder.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.DatabaseAddress;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.Test;

/** Somebody keeps a table for himself, as a careless migration by hand does. */
@QuarkusTest
@TestProfile(BusyDatabaseTest.ShortWaits.class)
@QuarkusTestResource(PostgresResource.class)
class BusyDatabaseTest {
  @DatabaseAddress String address;

  private final ApiCaller user = ApiCaller.of("busy-" + UUID.randomUUID());

  /** One connection, so that the second call has to wait for it. */
  public static class ShortWaits implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "imagebuilder.database.answer-timeout", "200ms",
          "imagebuilder.database.statement-lock-timeout", "500ms",
          "quarkus.datasource.reactive.max-size", "1");
    }
  }

  @Test
  void all_who_wait_are_told_to_come_again() throws Exception {
    List<ApiCaller.Answer> answers;
    try (Connection locked = database().lock("composes")) {
      answers = IntStream.range(0, 4).parallel().mapToObj(call -> user.get("/composes")).toList();
    }

    assertThat(answers).extracting(ApiCaller.Answer::status).containsOnly(503);
    assertThat(user.get("/composes").status()).isEqualTo(200);
  }

  private PostgresServer.Database database() {
    return new PostgresServer.Database(URI.create(address));
  }
}
