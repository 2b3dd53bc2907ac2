package org.imagebuilder.agent.testing;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.JobStatus;
import org.imagebuilder.agent.contract.worker.model.LeasedJob;
import org.imagebuilder.agent.contract.worker.model.RegisterWorker;
import org.imagebuilder.agent.contract.worker.model.RegisteredWorker;
import org.imagebuilder.agent.contract.worker.model.RequestJob;
import org.imagebuilder.agent.contract.worker.model.UpdatedJob;
import org.jspecify.annotations.Nullable;

/**
 * The worker API over a real socket. It reads and writes the contract's own types and refuses
 * members that the contract does not have, so that it cannot drift away from the real one.
 */
public final class FakeComposer implements AutoCloseable {

  private static final long POLL_MILLIS = 300;

  private final String base;
  private final HttpServer server;
  private final BlockingQueue<FakeLease> ready = new LinkedBlockingQueue<>();
  private final Map<String, FakeLease> leases = new ConcurrentHashMap<>();
  private final List<RegisterWorker> registrations = new CopyOnWriteArrayList<>();
  private final List<String> workers = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicInteger polls = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean away;
  private final FakeUploads uploads = new FakeUploads();
  private final AtomicInteger refuseResults = new AtomicInteger();

  private FakeComposer(String base, HttpServer server, Filter... filters) {
    this.base = base;
    this.server = server;
    server.createContext("/", this::handle).getFilters().addAll(List.of(filters));
    server.start();
  }

  public static FakeComposer start() throws IOException {
    return startOn(Servers.plain());
  }

  /** On a server with a listener of its own kind, behind what lets calls through or not. */
  public static FakeComposer startOn(HttpServer server, Filter... filters) {
    return new FakeComposer("/api/image-builder-worker/v1", server, filters);
  }

  public static FakeComposer startAt(String base) throws IOException {
    return new FakeComposer(base, Servers.plain());
  }

  public URI url() {
    return Servers.url(server);
  }

  public String base() {
    return base;
  }

  public FakeLease offer(String type, @Nullable Object args, Object... inputs) {
    FakeLease lease = new FakeLease(type, args, List.of(inputs));
    leases.put(lease.token, lease);
    ready.add(lease);
    return lease;
  }

  /** Answers everything with 503, as a composer whose database is away. */
  public void goAway() {
    away = true;
  }

  /** Waits until so many requests came while it was away. */
  public void awaitRefusals(int count) {
    await().atMost(Duration.ofSeconds(20)).until(() -> refusals.get() >= count);
  }

  /** Artifacts are answered with 400 before they are read. */
  public void refuseArtifacts() {
    uploads.refuse();
  }

  /** The next artifact's connection breaks after so many bytes. */
  public void breakArtifactAfter(int bytes) {
    uploads.breakAfter(bytes);
  }

  /** The headers Content-Range of the artifacts that came. */
  public List<String> artifactRanges() {
    return uploads.ranges();
  }

  /** The lease of a job as the agent would get it, without asking for it. */
  public Lease leaseOf(FakeLease job) {
    return new Lease(job.token, URI.create(base + "/jobs/" + job.token + "/artifacts/"));
  }

  public void comeBack() {
    away = false;
  }

  public void forgetWorkers() {
    workers.clear();
  }

  /** The next final results are answered with 400. */
  public void refuseResults(int count) {
    refuseResults.set(count);
  }

  public List<RegisterWorker> registrations() {
    return registrations;
  }

  public int polls() {
    return polls.get();
  }

  /** What the agent sent although the contract does not have it. */
  public List<String> violations() {
    return violations;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getRawPath();
      if (away) {
        exchange.getRequestBody().readAllBytes();
        refusals.incrementAndGet();
        error(exchange, 503, 24);
      } else if (!path.startsWith(base + "/")) {
        error(exchange, 404, 11);
      } else {
        route(exchange, List.of(path.substring(base.length() + 1).split("/", -1)));
      }
    } catch (RuntimeException | InterruptedException e) {
      violations.add(e.toString());
    }
  }

  private void route(HttpExchange exchange, List<String> path)
      throws IOException, InterruptedException {
    String call = exchange.getRequestMethod() + " " + path.getFirst() + " " + path.size();
    switch (call) {
      case "POST workers 1" -> register(exchange);
      case "POST workers 3" -> status(exchange, path.get(1));
      case "POST jobs 1" -> poll(exchange);
      case "GET jobs 2" -> heartbeat(exchange, path.get(1));
      case "PATCH jobs 2" -> update(exchange, path.get(1));
      case "DELETE jobs 2" -> handBack(exchange, path.get(1));
      case "PUT jobs 4", "HEAD jobs 4" ->
          uploads.handle(exchange, base, Optional.ofNullable(leases.get(path.get(1))), path.get(3));
      default -> error(exchange, 404, 11);
    }
  }

  private void register(HttpExchange exchange) throws IOException {
    RegisterWorker registration = read(exchange, RegisterWorker.class);
    registrations.add(registration);
    String former = String.valueOf(registration.getPreviousWorkerId());
    leases.values().stream().filter(lease -> lease.isLeftBy(former)).forEach(ready::add);
    UUID id = UUID.randomUUID();
    workers.add(id.toString());
    FakeAnswers.answer(
        exchange,
        201,
        new RegisteredWorker()
            .href(base + "/workers")
            .id(id.toString())
            .kind("WorkerID")
            .workerId(id));
  }

  private void status(HttpExchange exchange, String workerId) throws IOException {
    if (workers.contains(workerId)) {
      FakeAnswers.answer(exchange, 200, null);
    } else {
      error(exchange, 400, 18);
    }
  }

  private void poll(HttpExchange exchange) throws IOException, InterruptedException {
    RequestJob request = read(exchange, RequestJob.class);
    polls.incrementAndGet();
    if (!workers.contains(request.getWorkerId())) {
      error(exchange, 400, 18);
      return;
    }
    FakeLease lease = ready.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
    if (lease == null) {
      FakeAnswers.answer(exchange, 204, null);
      return;
    }
    lease.worker = request.getWorkerId();
    String location = base + "/jobs/" + lease.token;
    LeasedJob job =
        new LeasedJob()
            .href(base + "/jobs")
            .id(lease.jobId)
            .kind("RequestJob")
            .type(lease.type)
            .location(location)
            .artifactLocation(location + "/artifacts/")
            .args(lease.args)
            .dynamicArgs(new ArrayList<>(lease.inputs));
    FakeAnswers.answer(exchange, 201, job);
  }

  private void heartbeat(HttpExchange exchange, String token) throws IOException {
    FakeLease lease = leases.get(token);
    if (lease == null || lease.answer == FakeLease.Answer.UNKNOWN) {
      error(exchange, 404, 5);
      return;
    }
    lease.heartbeats.incrementAndGet();
    FakeAnswers.answer(
        exchange,
        200,
        new JobStatus()
            .href(base + "/jobs/" + token)
            .id(token)
            .kind("JobStatus")
            .canceled(lease.answer == FakeLease.Answer.CANCELED));
  }

  private void update(HttpExchange exchange, String token) throws IOException {
    JsonNode body = ContractJson.tree(exchange.getRequestBody().readAllBytes());
    FakeLease lease = leases.get(token);
    if (lease == null || lease.answer == FakeLease.Answer.UNKNOWN) {
      error(exchange, 404, 5);
      return;
    }
    if (body.hasNonNull("partial")) {
      ContractJson.checkPartial(body.get("partial"));
      lease.partials.add(body.get("partial"));
    } else if (refuseResults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      error(exchange, 400, 19);
      return;
    } else {
      JsonNode result = requireNonNull(body.get("result"));
      ContractJson.checkResult(lease.type, result);
      lease.result = result;
    }
    FakeAnswers.answer(
        exchange,
        200,
        new UpdatedJob().href(base + "/jobs/" + token).id(token).kind("UpdateJobResponse"));
  }

  private void handBack(HttpExchange exchange, String token) throws IOException {
    FakeLease lease = leases.remove(token);
    if (lease == null) {
      error(exchange, 404, 5);
      return;
    }
    lease.handedBack = true;
    FakeAnswers.answer(exchange, 204, null);
  }

  private static <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
    return ContractJson.read(exchange.getRequestBody().readAllBytes(), type);
  }

  private void error(HttpExchange exchange, int status, int number) throws IOException {
    FakeAnswers.error(exchange, base, status, number);
  }
}
