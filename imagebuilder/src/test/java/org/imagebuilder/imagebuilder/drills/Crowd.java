package org.imagebuilder.imagebuilder.drills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.imagebuilder.imagebuilder.drills.Caller.Answer;

/** People who ask for images and look at them, and agents who make them, each as fast as he can. */
final class Crowd implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/image-builder/v1";
  private static final String WORKER = "/api/image-builder-worker/v1";
  private static final String COMPOSE =
      """
      {"distribution":"debian-13","image_requests":[{"architecture":"x86_64",
       "image_type":"guest-image","upload_request":{"type":"aws.s3","options":{}}}]}
      """;
  private static final String ASK =
      """
      {"types":["debian-manifest","debian-image","debian-search"],"arch":"x86_64"}
      """;
  private static final String MANIFEST =
      "{\"result\":{\"manifest\":{\"version\":\"1\"},\"packages\":[]}}";
  private static final String IMAGE =
      """
      {"result":{"success":true,"upload_status":"success","host_os":"debian-12","arch":"x86_64",
       "osbuild_output":{"type":"result","success":true},
       "target_results":[{"name":"org.osbuild.aws.s3","options":{"url":"https://s3.example.com/i"},
        "osbuild_artifact":{"export_filename":"disk.qcow2","export_name":"image"}}]}}
      """;

  private static final String PACKAGES =
      """
      {"result":{"packages":[{"Name":"vim","Epoch":2,"Version":"9.1","Release":"1",
        "Arch":"x86_64","Summary":"An editor"}]}}
      """;

  /** Less than an agent waits for usually. */
  private static final Duration SHORT = Duration.ofSeconds(15);

  private static final int LOOKS = 3;
  private static final long BREATH_MILLIS = 50;
  private static final long SEARCH_MILLIS = 2000;

  private final URI imagebuilder;
  private final URI agents;
  private final Ledger ledger = new Ledger();
  private final AtomicBoolean asking = new AtomicBoolean(true);
  private final AtomicBoolean working = new AtomicBoolean(true);
  private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  Crowd(URI imagebuilder, URI agents) {
    this.imagebuilder = imagebuilder;
    this.agents = agents;
  }

  void come(int persons, int agentCount) {
    for (int person = 0; person < persons; person++) {
      String organisation = "organisation-" + person;
      people.execute(() -> live(organisation));
    }
    people.execute(this::search);
    for (int agent = 0; agent < agentCount; agent++) {
      workers.execute(this::work);
    }
  }

  Ledger ledger() {
    return ledger;
  }

  /** Lets everybody bring his last request to an end. */
  void stopAsking() throws InterruptedException {
    asking.set(false);
    people.shutdown();
    if (!people.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new IllegalStateException("somebody was not answered for a minute");
    }
  }

  /** How an image is, as one of the people is told. */
  String state(String compose) throws IOException {
    String[] parts = compose.split("/", 2);
    try (Caller owner = person(parts[0])) {
      return JSON.readTree(owner.send("GET", API + "/composes/" + parts[1], "").body())
          .at("/image_status/status")
          .asText();
    }
  }

  private void live(String organisation) {
    try (Caller caller = person(organisation)) {
      while (asking.get()) {
        JsonNode compose = ask(caller, "POST", API + "/compose", COMPOSE, Set.of(201));
        if (compose.has("id")) {
          String id = compose.path("id").asText();
          ledger.accepted(organisation + "/" + id);
          for (int look = 0; look < LOOKS; look++) {
            ask(caller, "GET", API + "/composes/" + id, "", Set.of(200));
          }
        }
        ask(caller, "GET", API + "/composes?limit=3", "", Set.of(200));
      }
    }
  }

  /** Somebody waits for each of these answers while an agent looks for it. */
  private void search() {
    try (Caller caller = person("curious")) {
      for (int search = 0; asking.get(); search++) {
        String path = "/packages?distribution=debian-13&architecture=x86_64&search=v" + search;
        ask(caller, "GET", API + path, "", Set.of(200));
      }
    }
  }

  private void work() {
    try (Caller caller = new Caller(agents, "")) {
      while (working.get()) {
        long begin = System.nanoTime();
        JsonNode job = ask(caller, "POST", WORKER + "/jobs", ASK, Set.of(201, 204));
        if (job.has("location")) {
          finish(caller, job);
        } else if (System.nanoTime() - begin < SHORT.toNanos()) {
          ledger.sentAway();
        }
      }
    }
  }

  private void finish(Caller caller, JsonNode job) {
    String location = job.path("location").asText();
    String type = job.path("type").asText();
    ask(caller, "GET", location, "", Set.of(200));
    rest(type.equals("debian-search") ? SEARCH_MILLIS : BREATH_MILLIS);
    ask(caller, "PATCH", location, result(type), Set.of(200));
    if (!type.equals("debian-search")) {
      ledger.finishedJob();
    }
  }

  private static String result(String type) {
    return switch (type) {
      case "debian-manifest" -> MANIFEST;
      case "debian-search" -> PACKAGES;
      default -> IMAGE;
    };
  }

  /** The answer, or nothing where it was not one of those; then the ledger knows. */
  private JsonNode ask(
      Caller caller, String method, String path, String body, Set<Integer> expected) {
    try {
      Answer answer = caller.send(method, path, body);
      if (expected.contains(answer.status())) {
        ledger.answered();
        return JSON.readTree(answer.body());
      }
      fail(method + " " + path + ": " + answer);
    } catch (IOException broken) {
      if (working.get()) {
        fail(method + " " + path + ": " + broken);
      }
      caller.close();
    }
    return JSON.createObjectNode();
  }

  private void fail(String what) {
    ledger.failed(what);
    rest(BREATH_MILLIS);
  }

  private Caller person(String organisation) {
    String identity =
        """
        {"identity":{"org_id":"%1$s","type":"User","internal":{"org_id":"%1$s"}}}\
        """
            .formatted(organisation);
    return new Caller(
        imagebuilder,
        "x-rh-identity: %s\r\n"
            .formatted(
                Base64.getEncoder().encodeToString(identity.getBytes(StandardCharsets.UTF_8))));
  }

  private static void rest(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    asking.set(false);
    working.set(false);
    people.shutdownNow();
    workers.shutdownNow();
    people.close();
    workers.close();
  }
}
