package org.imagebuilder.agent.sources;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.solver.RepositoryMtls;

/** Asks OSTree repositories which commit a ref stands for. */
public final class OstreeRefs {

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern REF =
      Pattern.compile("(?:[A-Za-z0-9_][-._A-Za-z0-9]*/)*[A-Za-z0-9_][-._A-Za-z0-9]*");

  private static final String MIRRORLIST = "mirrorlist=";
  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** A ref's file has 65 bytes; a list of mirrors a few lines. */
  private static final int LONGEST_ANSWER = 64 << 10;

  /** Under this name osbuild finds the identity of a subscribed machine. */
  public static final String CONSUMER_SECRETS = "org.osbuild.rhsm.consumer";

  private final RepositoryMtls mtls;
  private final RepositoryCallers callers;
  private final Duration pause;

  /**
   * What a ref stands for.
   *
   * @param secrets what a download needs; empty: nothing
   */
  public record Commit(String checksum, String secrets) {}

  public OstreeRefs(RepositoryMtls mtls, RepositoryCallers callers, Duration pause) {
    this.mtls = mtls;
    this.callers = callers;
    this.pause = pause;
  }

  public Commit resolve(String url, String ref, boolean rhsm)
      throws JobErrorException, InterruptedException {
    boolean mirrors = url.startsWith(MIRRORLIST);
    URI repository = repository(mirrors ? url.substring(MIRRORLIST.length()) : url);
    boolean own = mtls.matches(repository.toString());
    String secrets = rhsm ? CONSUMER_SECRETS : own ? RepositoryMtls.SECRETS : "";
    if (COMMIT.matcher(ref).matches()) {
      return new Commit(ref, secrets);
    }
    if (!REF.matcher(ref).matches()) {
      throw JobErrorException.of(
          JobErrorCode.OSTREE_REF_INVALID, "'%s' is not the name of an OSTree ref".formatted(ref));
    }
    HttpCaller caller =
        rhsm ? callers.withSubscription() : own ? callers.withCertificates() : callers.plain();
    URI base = mirrors ? firstMirror(caller, repository) : repository;
    return new Commit(commit(caller, base, ref), secrets);
  }

  private String commit(HttpCaller caller, URI base, String ref)
      throws JobErrorException, InterruptedException {
    String path = base.getRawPath() == null ? "" : base.getRawPath();
    String directory = path.endsWith("/") ? path : path + "/";
    URI file = base.resolve(directory + "refs/heads/" + ref);
    HttpAnswer answer = get(caller, file);
    if (answer.status() == 404) {
      throw unresolved("%s has no ref %s".formatted(base, ref));
    }
    if (!answer.ok()) {
      throw unresolved("%s answers %d".formatted(file, answer.status()));
    }
    String checksum = answer.body().strip();
    if (!COMMIT.matcher(checksum).matches()) {
      throw unresolved("%s does not hold the checksum of a commit".formatted(file));
    }
    return checksum;
  }

  private URI firstMirror(HttpCaller caller, URI list)
      throws JobErrorException, InterruptedException {
    HttpAnswer answer = get(caller, list);
    List<String> mirrors =
        answer.body().lines().map(String::strip).filter(line -> line.matches("[^#].*")).toList();
    if (!answer.ok() || mirrors.isEmpty()) {
      throw unresolved("%s is no list of mirrors; it answers %d".formatted(list, answer.status()));
    }
    return repository(mirrors.getFirst());
  }

  private HttpAnswer get(HttpCaller caller, URI uri)
      throws JobErrorException, InterruptedException {
    HttpCall call =
        HttpCall.of("GET", uri).timeouts(CONNECT, SILENCE).longestAnswer(LONGEST_ANSWER);
    try {
      return caller.send(HttpRetry.from(pause), () -> call);
    } catch (IOException e) {
      throw unresolved("%s cannot be read: %s".formatted(uri, e.getMessage()));
    }
  }

  private static URI repository(String text) throws JobErrorException {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (List.of("http", "https").contains(scheme)
          && url.getHost() != null
          && url.getRawUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw invalid();
    }
    throw invalid();
  }

  private static JobErrorException invalid() {
    return JobErrorException.of(
        JobErrorCode.OSTREE_PARAMS_INVALID,
        "The URL of an OSTree repository must begin with http:// or https://, name a host, and no user");
  }

  private static JobErrorException unresolved(String why) {
    return JobErrorException.of(JobErrorCode.OSTREE_REF_RESOLUTION, why);
  }
}
