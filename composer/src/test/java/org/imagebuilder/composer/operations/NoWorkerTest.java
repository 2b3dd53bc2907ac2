package org.imagebuilder.composer.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.listeners.WorkerListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A compose whose kind of job no worker asks for. */
@QuarkusTest
@TestProfile(ShortTimes.class)
@QuarkusTestResource(PostgresResource.class)
class NoWorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TestHTTPResource("/")
  URI cloud;

  @Inject WorkerListener workers;
  @Inject Database database;

  private House house;

  @BeforeEach
  void forgetOtherTests() {
    database.run("truncate composes, jobs, asked_types cascade").await().atMost(PATIENCE);
    house = new House(cloud, workers.origin());
  }

  @Test
  void its_status_says_so_after_a_while() {
    String compose = house.compose("x86_64");

    House.Answer status =
        await()
            .atMost(PATIENCE)
            .until(
                () -> house.status(compose),
                answer -> !answer.text("/image_status/notice").isEmpty());

    assertThat(status.text("/status")).isEqualTo("pending");
    assertThat(status.text("/image_status/notice"))
        .isEqualTo("No worker has asked for this kind of job for 1 second.");
  }

  @Test
  void the_list_says_so_too() {
    house.compose("x86_64");

    House.Answer list =
        await()
            .atMost(PATIENCE)
            .until(
                () -> house.composes(), answer -> !answer.text("/0/image_status/notice").isEmpty());

    assertThat(list.text("/0/image_status/notice")).startsWith("No worker has asked");
  }

  @Test
  void it_fails_in_the_end_and_names_the_reason() {
    String compose = house.compose("x86_64");

    House.Answer status =
        await()
            .atMost(PATIENCE)
            .until(() -> house.status(compose), answer -> answer.text("/status").equals("failure"));

    assertThat(status.text("/image_status/error/details/0/id")).isEqualTo("44");
    assertThat(status.text("/image_status/error/details/0/reason"))
        .isEqualTo("No worker has asked for this kind of job for 4 seconds.");
  }
}
