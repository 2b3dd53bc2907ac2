package org.imagebuilder.agent.sources;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpRetry;

/** Fetches small files, several at a time. */
public final class RemoteFiles {

  private static final int AT_A_TIME = 8;
  private static final int MOST_REDIRECTS = 5;
  private static final Duration CONNECT = Duration.ofSeconds(15);

  private final HttpCaller caller;
  private final Limits limits;

  /**
   * What a server may cost.
   *
   * @param longest in bytes, for one file
   * @param total in bytes, for all of them: they end in one result
   * @param silence how long it may say nothing
   * @param pause before the second attempt
   * @param patience for all files together
   */
  public record Limits(
      int longest, long total, Duration silence, Duration pause, Duration patience) {

    /** Twelve MiB in all become sixteen in a result, half of what composer takes. */
    public static Limits usual() {
      return new Limits(
          4 << 20, 12L << 20, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(5));
    }
  }

  /**
   * What came of one address.
   *
   * @param answer the server's, with the file as body; empty when there is an error
   */
  public record Fetched(String url, Optional<HttpAnswer> answer, Optional<String> error) {

    long length() {
      return answer.map(each -> (long) each.bytes().length).orElse(0L);
    }
  }

  public RemoteFiles(HttpCaller caller, Limits limits) {
    this.caller = caller;
    this.limits = limits;
  }

  /** One for each address, in their order. */
  public List<Fetched> fetch(List<String> urls) throws InterruptedException {
    Semaphore room = new Semaphore(AT_A_TIME);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Callable<Fetched>> tasks = new ArrayList<>();
      urls.forEach(url -> tasks.add(() -> fetch(url, room)));
      List<Future<Fetched>> futures =
          threads.invokeAll(tasks, limits.patience().toMillis(), TimeUnit.MILLISECONDS);
      List<Fetched> files = new ArrayList<>();
      long left = limits.total();
      for (int i = 0; i < urls.size(); i++) {
        Fetched file = of(futures.get(i), urls.get(i));
        left -= file.length();
        files.add(left < 0 ? failed(urls.get(i), "is too much: the files are too large") : file);
      }
      return files;
    } finally {
      threads.shutdownNow();
    }
  }

  private Fetched of(Future<Fetched> future, String url) throws InterruptedException {
    if (future.isCancelled()) {
      return failed(url, "was not answered within %s".formatted(limits.patience()));
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Fetched fetch(String url, Semaphore room) throws InterruptedException {
    room.acquire();
    try {
      URI at = address(url);
      for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
        HttpAnswer answer = get(at);
        Optional<String> elsewhere = answer.header("location");
        if (answer.status() / 100 == 3 && elsewhere.isPresent()) {
          at = address(at.resolve(new URI(elsewhere.get())).toString());
        } else if (answer.ok()) {
          return new Fetched(url, Optional.of(answer), Optional.empty());
        } else {
          return failed(url, "answers " + answer.status());
        }
      }
      return failed(url, "sends from one place to the next without end");
    } catch (IOException e) {
      return failed(url, "cannot be read: " + e.getMessage());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return failed(url, "sends to a place that is no URL");
    } catch (JobErrorException e) {
      return failed(url, e.reason());
    } finally {
      room.release();
    }
  }

  private HttpAnswer get(URI at) throws IOException, InterruptedException {
    HttpCall call =
        HttpCall.of("GET", at).timeouts(CONNECT, limits.silence()).longestAnswer(limits.longest());
    return caller.send(HttpRetry.from(limits.pause()), () -> call);
  }

  private static URI address(String text) throws JobErrorException {
    try {
      URI url = new URI(text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if (List.of("http", "https").contains(scheme)
          && url.getHost() != null
          && url.getRawUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw refused();
    }
    throw refused();
  }

  private static JobErrorException refused() {
    return new JobErrorException(
        JobErrorCode.REMOTE_FILE_RESOLUTION,
        "must begin with http:// or https://, name a host, and no user");
  }

  private static Fetched failed(String url, String why) {
    String shown = url.replaceFirst("//[^/]*@", "//…@").replaceFirst("\\?.*", "?…");
    return new Fetched(url, Optional.empty(), Optional.of(shown + " " + why));
  }
}
