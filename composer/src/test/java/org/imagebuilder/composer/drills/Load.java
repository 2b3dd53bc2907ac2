package org.imagebuilder.composer.drills;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Clients and workers that keep at it whatever becomes of composer, try another replica when one is
 * away, and write into a ledger what they were told.
 */
final class Load implements AutoCloseable {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final Duration IMPATIENCE = Duration.ofSeconds(15);

  private final List<Replica> replicas;
  private final Ledger ledger = new Ledger();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean asking = new AtomicBoolean(true);
  private final AtomicBoolean working = new AtomicBoolean(true);

  Load(List<Replica> replicas, int clientCount, int workerCount, Random seeds) {
    this.replicas = replicas;
    for (int i = 0; i < clientCount; i++) {
      Random random = new Random(seeds.nextLong());
      clients.execute(untilStopped(() -> ask(random)));
    }
    for (int i = 0; i < workerCount; i++) {
      Worker worker = new Worker(this, ledger, new Random(seeds.nextLong()));
      workers.execute(untilStopped(worker::work));
    }
  }

  Ledger ledger() {
    return ledger;
  }

  boolean isWorking() {
    return working.get();
  }

  /** Lets every client bring its last request to an end. */
  void stopAsking() throws InterruptedException {
    asking.set(false);
    clients.shutdown();
    if (!clients.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("a client was not answered for two minutes");
    }
  }

  private static Runnable untilStopped(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (CancellationException stopped) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private void ask(Random random) {
    while (asking.get()) {
      String key = ledger.nextKey();
      HttpResponse<String> answer =
          insist(
              random,
              Replica::cloud,
              CLOUD + "/compose",
              request ->
                  request
                      .header("Content-Type", "application/json")
                      .header("Idempotency-Key", key)
                      .POST(BodyPublishers.ofString(request())));
      ledger.asked(key, answer);
    }
  }

  private static String request() {
    return """
    {"distribution":"debian-13","image_request":{"architecture":"x86_64",
     "image_type":"guest-image","repositories":[],
     "upload_targets":[{"type":"local","upload_options":{}}]}}
    """;
  }

  /** Sends until one of the replicas takes it or refuses it for good. */
  HttpResponse<String> insist(
      Random random,
      Function<Replica, URI> door,
      String path,
      Function<HttpRequest.Builder, HttpRequest.Builder> request) {
    while (true) {
      Replica replica = replicas.get(random.nextInt(replicas.size()));
      try {
        HttpResponse<String> answer =
            http.send(
                request
                    .apply(
                        HttpRequest.newBuilder(door.apply(replica).resolve(path))
                            .timeout(IMPATIENCE))
                    .build(),
                BodyHandlers.ofString());
        // 409: the first try of this request is still under way, or its work was done already.
        if (answer.statusCode() < 500 && !answer.body().contains("COMPOSER-48\"")) {
          return answer;
        }
      } catch (IOException away) {
        ledger.away();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new CancellationException();
      }
      pause(random);
    }
  }

  private static void pause(Random random) {
    try {
      TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(150));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  @Override
  public void close() {
    asking.set(false);
    working.set(false);
    clients.shutdownNow();
    workers.shutdownNow();
    http.shutdownNow();
    clients.close();
    workers.close();
    http.close();
  }
}
