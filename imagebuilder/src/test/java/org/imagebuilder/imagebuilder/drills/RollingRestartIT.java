package org.imagebuilder.imagebuilder.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.imagebuilder.imagebuilder.doubles.PostgresServer.Database;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two of each service are restarted one after the other, as a new release does it, under load. */
@Tag("drill")
@SuppressWarnings("NullAway.Init")
class RollingRestartIT {
  private static final Logger LOG = Logger.getLogger(RollingRestartIT.class);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int PEOPLE = 4;

  /** More than there is work for, so that most of them wait. */
  private static final int AGENTS = 24;

  /** All four services each time; once in a check, at most ten times in {@code make drills}. */
  private static final int ROUNDS = Math.min(10, Integer.getInteger("drill.size", 1));

  @TempDir private Path home;
  private List<Replica> composers;
  private List<Replica> imagebuilders;
  private Service cloud;
  private Service workers;
  private Service api;
  private Crowd crowd;

  @BeforeEach
  void start() {
    Database jobs = PostgresServer.createDatabase();
    Map<String, String> files =
        Map.of("COMPOSER_ARTIFACTS_DIRECTORY", home.resolve("artifacts").toString());
    composers =
        Stream.of(1, 2).map(number -> new Replica("composer", number, jobs, home, files)).toList();
    cloud = new Service(composers, Replica::api);
    workers = new Service(composers, Replica::agents);
    Database orders = PostgresServer.createDatabase();
    Map<String, String> neighbour = Map.of("COMPOSER_URL", cloud.address().toString());
    imagebuilders =
        Stream.of(1, 2)
            .map(number -> new Replica("imagebuilder", number, orders, home, neighbour))
            .toList();
    api = new Service(imagebuilders, Replica::api);
    Stream.concat(composers.stream(), imagebuilders.stream()).forEach(Replica::awaitReady);
    crowd = new Crowd(api.address(), workers.address());
  }

  @AfterEach
  void stop() {
    crowd.close();
    Stream.of(api, workers, cloud).forEach(Service::close);
    imagebuilders.forEach(Replica::close);
    composers.forEach(Replica::close);
  }

  /** What happens elsewhere: each release costs some requests, and polls end in errors. */
  @Test
  void a_rolling_restart_under_load_fails_no_request_and_loses_no_compose() throws Exception {
    crowd.come(PEOPLE, AGENTS);
    awaitComposes(10);

    for (int round = 1; round <= ROUNDS; round++) {
      Stream.concat(composers.stream(), imagebuilders.stream()).forEach(Replica::restart);
      LOG.infof("Restarted round=%d of=%d %s", round, ROUNDS, crowd.ledger());
    }

    awaitComposes(crowd.ledger().accepted().size() + 10);
    crowd.stopAsking();
    assertThat(crowd.ledger().failures()).isEmpty();
    assertThat(crowd.ledger().timesSentAway()).isPositive();
    awaitImages();
    assertThat(crowd.ledger().finishedJobs()).isEqualTo(2 * crowd.ledger().accepted().size());
    assertThat(crowd.ledger().failures()).isEmpty();
    LOG.infof("Drilled rounds=%d %s", ROUNDS, crowd.ledger());
  }

  private void awaitComposes(int number) {
    Awaitility.await(number + " composes were accepted")
        .atMost(PATIENCE)
        .until(() -> crowd.ledger().accepted().size() >= number);
  }

  private void awaitImages() {
    Queue<String> underWay = new ConcurrentLinkedQueue<>(crowd.ledger().accepted());
    Awaitility.await("all images are there")
        .atMost(PATIENCE)
        .until(
            () -> {
              while (!underWay.isEmpty() && crowd.state(underWay.peek()).equals("success")) {
                underWay.remove();
              }
              return underWay.isEmpty();
            });
  }
}
