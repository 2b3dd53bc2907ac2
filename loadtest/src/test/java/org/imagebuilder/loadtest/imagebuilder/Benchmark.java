package org.imagebuilder.loadtest.imagebuilder;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.imagebuilder.loadtest.figures.Connection;
import org.imagebuilder.loadtest.figures.Load;
import org.imagebuilder.loadtest.figures.Table;

/**
 * Prints what a running imagebuilder can do as a table. {@code make benchmark M=imagebuilder}
 * starts PostgreSQL, composer and imagebuilder and runs it; arguments: the public API, its database
 * as a JDBC URL, processes of imagebuilder, composer and PostgreSQL, the contract's examples,
 * seconds for each figure, sizes of history.
 */
final class Benchmark {
  private static final int USERS = 40;
  private static final String ORGANISATION = "benchmark";
  private static final String BASE = "/api/image-builder/v1";
  private static final List<String> PATHS =
      Stream.of(
              "/version",
              "/distributions",
              "/architectures/rhel-9",
              "/blueprints?limit=10",
              "/quota",
              "/composes?limit=10",
              "/composes?limit=100",
              "/composes?limit=10&ignoreImageTypes=aws",
              "/composes?limit=10&offset=90000")
          .map(path -> BASE + path)
          .toList();
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration LONG_WARM_UP = Duration.ofSeconds(45);

  /** As long as a person looks at a page. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** Of those who rest each does few calls a second. */
  private static final int TIMES_AS_LONG = 5;

  private static final int CREATED = 201;
  private static final int OK = 200;

  private final URI api;
  private final String compose;
  private final Table table;
  private final Duration each;

  private Benchmark(URI api, String compose, Table table, Duration each) {
    this.api = api;
    this.compose = compose;
    this.table = table;
    this.each = each;
  }

  public static void main(String[] arguments) throws Exception {
    URI api = URI.create(arguments[0]);
    Duration each = Duration.ofSeconds(Long.parseLong(arguments[6]));
    String compose =
        Files.readString(Path.of(arguments[5], "imagebuilder", "compose.request.debian-13.json"));
    try (Records records = new Records(arguments[1], ORGANISATION)) {
      warmUp(api, compose, records);
      Table table =
          new Table(
              new Table.Program("imagebuilder", Long.parseLong(arguments[2])),
              new Table.Program("composer", Long.parseLong(arguments[3])),
              new Table.Program("PostgreSQL", Long.parseLong(arguments[4])));
      Benchmark benchmark = new Benchmark(api, compose, table, each);
      for (int history : Stream.of(arguments[7].split(",")).mapToInt(Integer::parseInt).toArray()) {
        benchmark.behind(history, records);
      }
    }
  }

  /** The first seconds belong to the compiler. */
  private static void warmUp(URI api, String compose, Records records) throws Exception {
    System.err.println("Warming up …");
    records.fill(1000, compose);
    Load.run(api, identity(), USERS, LONG_WARM_UP, user -> post(user, compose));
    for (String path : PATHS) {
      Load.run(api, identity(), USERS, WARM_UP, user -> got(user, path));
    }
    for (List<String> ids : List.of(records.someUnderWay(100), records.someFinished(100))) {
      if (!ids.isEmpty()) {
        Load.run(api, identity(), USERS, WARM_UP, user -> got(user, status(ids)));
      }
    }
    records.empty();
  }

  private void behind(int composes, Records records) throws Exception {
    String history = Integer.toString(composes);
    records.empty();
    records.fill(composes, compose);
    for (int users : new int[] {1, USERS}) {
      row("POST /compose", users, history, user -> post(user, compose));
    }
    everybody("POST /compose, 40 organisations", history, Duration.ZERO, 1);
    everybody("POST /compose, each a second after the last", history, REST, TIMES_AS_LONG);
    for (String path : PATHS) {
      row("GET " + path.replace(BASE, ""), USERS, history, user -> got(user, path));
    }
    List<String> underWay = records.someUnderWay(1000);
    row("GET /composes/{id}, under way", USERS, history, user -> got(user, status(underWay)));
    List<String> finished = records.someFinished(1000);
    if (!finished.isEmpty()) {
      row("GET /composes/{id}, finished", USERS, history, user -> got(user, status(finished)));
    }
    people(history, underWay);
  }

  /** Composes by users of an organisation each. */
  private void everybody(String what, String history, Duration rest, int times) throws Exception {
    List<String> users =
        IntStream.range(0, USERS).mapToObj(user -> identity(ORGANISATION + user)).toList();
    table.row(
        what,
        history,
        () -> Load.run(api, users, each.multipliedBy(times), rest, user -> post(user, compose)));
  }

  /** Any of the calls that read, each a second after the last. */
  private void people(String history, List<String> underWay) throws Exception {
    table.row(
        "GET anything, each a second after the last",
        history,
        () ->
            Load.run(
                api,
                Collections.nCopies(USERS, identity()),
                each.multipliedBy(TIMES_AS_LONG),
                REST,
                user -> got(user, anything(underWay))));
  }

  private static String anything(List<String> underWay) {
    int kind = ThreadLocalRandom.current().nextInt(PATHS.size() + 1);
    return kind == PATHS.size() ? status(underWay) : PATHS.get(kind);
  }

  private void row(String what, int users, String history, Load.Step step) throws Exception {
    table.row(
        what + (users == 1 ? ", 1 user" : ""),
        history,
        () -> Load.run(api, identity(), users, each, step));
  }

  private static String status(List<String> composes) {
    return BASE + "/composes/" + composes.get(ThreadLocalRandom.current().nextInt(composes.size()));
  }

  private static boolean post(Connection user, String compose) throws IOException {
    return expect(CREATED, user.send("POST", BASE + "/compose", compose));
  }

  private static boolean got(Connection user, String path) throws IOException {
    return expect(OK, user.get(path));
  }

  private static boolean expect(int status, Connection.Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.status() + " " + answer.body());
    }
    return true;
  }

  private static String identity() {
    return identity(ORGANISATION);
  }

  private static String identity(String organisation) {
    String text =
        """
        {"identity": {"type": "User", "org_id": "%1$s", "internal": {"org_id": "%1$s"}},
         "entitlements": {"rhel": {"is_entitled": true}}}
        """
            .formatted(organisation);
    return "x-rh-identity: %s\r\n"
        .formatted(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }
}
