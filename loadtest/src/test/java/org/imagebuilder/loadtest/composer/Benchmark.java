package org.imagebuilder.loadtest.composer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.imagebuilder.loadtest.figures.Connection;
import org.imagebuilder.loadtest.figures.Load;
import org.imagebuilder.loadtest.figures.Table;

/**
 * Prints what a running composer can do as a table. {@code make benchmark} starts PostgreSQL and
 * composer and runs it; arguments: cloud API, worker API, database as a JDBC URL, process of
 * composer, process of PostgreSQL, the contract's examples, seconds for each figure, sizes of
 * history.
 */
final class Benchmark {
  private static final int[] CLIENTS = {1, 8, 64};
  private static final int STATUS_CLIENTS = 8;
  private static final int IDLE_POLLS = 1000;
  private static final int WAKE_UPS = 300;

  private final House house;
  private final Records records;
  private final Table table;
  private final Duration each;

  private Benchmark(House house, Records records, Table table, Duration each) {
    this.house = house;
    this.records = records;
    this.table = table;
    this.each = each;
  }

  public static void main(String[] arguments) throws Exception {
    House house =
        new House(URI.create(arguments[0]), URI.create(arguments[1]), Path.of(arguments[5]));
    Duration each = Duration.ofSeconds(Long.parseLong(arguments[6]));
    int[] histories = Stream.of(arguments[7].split(",")).mapToInt(Integer::parseInt).toArray();
    try (Records records = new Records(arguments[2])) {
      System.err.println("Warming up …");
      warmUp(house, records);
      Table table =
          new Table(
              new Table.Program("composer", Long.parseLong(arguments[3])),
              new Table.Program("PostgreSQL", Long.parseLong(arguments[4])));
      Benchmark benchmark = new Benchmark(house, records, table, each);
      for (int history : histories) {
        benchmark.behind(history);
      }
      benchmark.underOldSnapshot(Integer.toString(histories[histories.length - 1]));
      benchmark.wakeUp();
      benchmark.besideIdlePolls();
    }
  }

  /** The first seconds belong to the compiler. */
  private static void warmUp(House house, Records records) throws Exception {
    Duration while_ = Duration.ofSeconds(20);
    Load.run(house.cloud, 64, while_, connection -> !house.post(connection).isEmpty());
    Load.run(house.workers, 64, while_, house::live);
    List<String> ids = records.someComposes(1000);
    Load.run(house.cloud, STATUS_CLIENTS, while_, connection -> status(house, connection, ids));
    Load.run(house.cloud, 8, while_, connection -> !house.post(connection).isEmpty());
  }

  private void behind(int composes) throws Exception {
    String history = Integer.toString(composes);
    records.empty();
    records.fill(composes);
    for (int clients : CLIENTS) {
      post(clients, history);
    }
    List<String> ids = records.someComposes(10_000);
    table.row(
        "GET status, " + STATUS_CLIENTS + " clients",
        history,
        () ->
            Load.run(
                house.cloud, STATUS_CLIENTS, each, connection -> status(house, connection, ids)));
    for (int workers : CLIENTS) {
      drain(workers, history);
    }
  }

  private void underOldSnapshot(String history) throws Exception {
    records.holdSnapshot();
    long begin = System.nanoTime();
    drain(64, history + ", snapshot just taken");
    Duration meanwhile = Duration.ofSeconds(40);
    table.row(
        "POST /compose, 8 clients",
        history + ", snapshot held",
        () -> Load.run(house.cloud, 8, meanwhile, connection -> !house.post(connection).isEmpty()));
    long held = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
    drain(64, "%s, snapshot held for %d s".formatted(history, held));
    records.letGo();
  }

  private void wakeUp() throws Exception {
    records.empty();
    for (int polls : new int[] {1, 100}) {
      table.row(
          "commit to delivery, " + polls + " waiting",
          "0",
          () -> new Waking(house).run(polls, WAKE_UPS));
    }
  }

  private void besideIdlePolls() throws Exception {
    records.empty();
    List<Connection> idle = new ArrayList<>();
    for (int poll = 0; poll < IDLE_POLLS; poll++) {
      Connection connection = new Connection(house.workers);
      idle.add(connection);
      Thread.ofVirtual().start(() -> keepAsking(connection));
    }
    // Until all of them wait.
    TimeUnit.SECONDS.sleep(2);
    post(8, "0, " + IDLE_POLLS + " idle polls");
    for (Connection connection : idle) {
      connection.close();
    }
  }

  private void keepAsking(Connection connection) {
    try {
      while (true) {
        house.idle(connection);
      }
    } catch (IOException closed) {
      // The end of the measurement.
    }
  }

  private void post(int clients, String history) throws Exception {
    table.row(
        "POST /compose, " + clients + (clients == 1 ? " client" : " clients"),
        history,
        () ->
            Load.run(house.cloud, clients, each, connection -> !house.post(connection).isEmpty()));
  }

  private void drain(int workers, String history) throws Exception {
    table.row(
        "jobs taken and finished, " + workers + (workers == 1 ? " worker" : " workers"),
        history,
        () -> Load.run(house.workers, workers, each, house::live));
  }

  private static boolean status(House house, Connection connection, List<String> ids)
      throws Exception {
    house.status(connection, ids.get(ThreadLocalRandom.current().nextInt(ids.size())));
    return true;
  }
}
