package org.imagebuilder.agent.solver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.DepsolveDnf;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.workspace.CacheDirectory;

/** Asks the helper, in the newest of its languages that it knows, and keeps its cache small. */
public final class RpmSolver {

  private static final int NEWEST_API = 2;

  /** Far beyond the package lists of any image. */
  private static final long MAX_ANSWER = 256L << 20;

  private final DepsolveDnf helper;
  private final CacheDirectory cache;
  private final Entitlements entitlements;
  private final RepositoryMtls mtls;
  private final Duration timeout;
  private final JsonMapper json;
  private final RecentAnswers searches;
  private volatile int api = NEWEST_API;

  /** What the helper needs to know of this worker. */
  public record Surroundings(
      CacheDirectory cache, Entitlements entitlements, RepositoryMtls mtls, Duration timeout) {}

  public RpmSolver(DepsolveDnf helper, Surroundings here, JsonMapper json, InstantSource clock) {
    this.helper = helper;
    this.cache = here.cache();
    this.entitlements = here.entitlements();
    this.mtls = here.mtls();
    this.timeout = here.timeout();
    this.json = json;
    this.searches = new RecentAnswers(clock);
  }

  public Duration timeout() {
    return timeout;
  }

  RepositoryMtls mtls() {
    return mtls;
  }

  /** The helper's own answer. */
  JsonNode ask(SolverRequest request, Path directory)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    if (request.needsSubscription() && !entitlements.present()) {
      throw new JobErrorException(
          JobErrorCode.SOLVER_CALL_FAILED,
          "A repository needs a subscription (rhsm), and the worker's machine has none");
    }
    try {
      int asked = api;
      JsonNode answer = ask(request, asked, directory);
      if (asked > 1 && isFailure(answer) && SolverFailure.of(answer).isAboutTheVersion()) {
        api = asked - 1;
        answer = ask(request, asked - 1, directory);
      }
      if (isFailure(answer)) {
        throw SolverFailure.of(answer).asError(request.repositories());
      }
      return answer;
    } finally {
      cache.touch(request.repositories().keySet());
      cache.trim();
    }
  }

  /** What the same question was answered with a moment ago, else what it is answered with now. */
  ArrayNode search(SolverRequest request, Path directory)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    String question = SolverRepository.digest(body(request, NEWEST_API).toString());
    Optional<ArrayNode> known = searches.find(question);
    if (known.isPresent()) {
      return known.get();
    }
    JsonNode answer = ask(request, directory);
    JsonNode packages = answer.isArray() ? answer : answer.path("packages");
    ArrayNode found = json.createArrayNode();
    packages.forEach(found::add);
    searches.keep(question, found);
    return found;
  }

  private ObjectNode body(SolverRequest request, int version) throws IOException {
    Path own = Files.createDirectories(cache.path().resolve(request.platform().directory()));
    return request.body(version, own.toString(), mtls.proxy(), entitlements);
  }

  private JsonNode ask(SolverRequest request, int version, Path directory)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    Path question = directory.resolve("solver-request.json");
    Path file = directory.resolve("solver-answer.json");
    Files.writeString(question, body(request, version).toString());
    ToolResult ended = helper.ask(directory, question, file, timeout);
    if (ended.exitCode() > 1) {
      throw new JobErrorException(
          JobErrorCode.SOLVER_CALL_FAILED,
          "The package solver ended with status %d".formatted(ended.exitCode()),
          ended.logTail());
    }
    JsonNode answer = read(file, ended);
    if (!ended.succeeded() && !isFailure(answer)) {
      throw noAnswer("failed without saying why", ended);
    }
    return answer;
  }

  private JsonNode read(Path file, ToolResult ended) throws JobErrorException, IOException {
    if (Files.size(file) > MAX_ANSWER) {
      throw noAnswer("wrote more than can be an answer", ended);
    }
    try {
      JsonNode answer = json.readTree(file.toFile());
      if (answer != null && answer.isContainerNode()) {
        return answer;
      }
    } catch (JsonProcessingException e) {
      throw noAnswer("wrote something else than JSON", ended);
    }
    throw noAnswer("wrote nothing", ended);
  }

  private static boolean isFailure(JsonNode answer) {
    return answer.isObject() && answer.has("kind") && answer.has("reason");
  }

  private static JobErrorException noAnswer(String what, ToolResult ended) {
    return new JobErrorException(
        SolverFailure.code("InternalError"),
        "DNF error occurred: InternalError",
        "osbuild-depsolve-dnf %s. %s".formatted(what, String.join("\n", ended.logTail())).strip());
  }
}
