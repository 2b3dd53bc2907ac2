package org.imagebuilder.composer.queue;

import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Where polls wait, in one line for each channel and set of types. A line has at most one take
 * under way, which serves as many of its polls as there are jobs; nobody else is woken. A take that
 * fails leaves the line as it is: the next fallback poll tries again, so that an outage of the
 * database is no more than a wait.
 */
final class LeaseDesk implements News {
  private static final Logger LOG = Logger.getLogger(LeaseDesk.class);

  private final Take take;
  private final Watermarks watermarks;
  private final Consumer<Taken> giveBack;
  private final Map<Wanted, Line> lines = new HashMap<>();
  private boolean closed;

  LeaseDesk(Take take, Watermarks watermarks, Consumer<Taken> giveBack) {
    this.take = take;
    this.watermarks = watermarks;
    this.giveBack = giveBack;
  }

  /** Waits for a job; empty at the end of the poll's patience. */
  Uni<Optional<Taken>> join(Waiter waiter) {
    return waiter.await(
        () -> {
          Line line;
          synchronized (this) {
            if (closed) {
              waiter.giveUp();
              return;
            }
            LeaseRequest request = waiter.request();
            line =
                lines.computeIfAbsent(
                    new Wanted(request.channel(), request.queueTypes()), Line::new);
            line.waiters.add(waiter);
          }
          work(line);
        });
  }

  @Override
  public void ready(Ready ready) {
    watermarks.ready(ready);
    linesFor(ready).forEach(this::work);
  }

  @Override
  public void ended(JobId job) {}

  @Override
  public void missedSome() {
    watermarks.forget();
    lookAgain();
  }

  /** The fallback: every line that waits looks for itself. */
  void lookAgain() {
    allLines().forEach(this::work);
    synchronized (this) {
      watermarks.retain(lines.keySet().stream().map(Wanted::channel).collect(Collectors.toSet()));
    }
  }

  /** Ends all waits with nothing, and those that are begun later. */
  void close() {
    List<Waiter> waiting = new ArrayList<>();
    synchronized (this) {
      closed = true;
      lines.values().forEach(line -> waiting.addAll(line.waiters));
      lines.clear();
    }
    waiting.forEach(Waiter::giveUp);
  }

  private synchronized List<Line> linesFor(Ready ready) {
    return lines.values().stream()
        .filter(line -> line.wanted.channel().equals(ready.channel()))
        .filter(line -> line.wanted.queueTypes().contains(ready.queueType()))
        .toList();
  }

  private synchronized List<Line> allLines() {
    return List.copyOf(lines.values());
  }

  private void work(Line line) {
    List<Waiter> called;
    synchronized (this) {
      if (line.taking) {
        line.moreNews = true;
        return;
      }
      line.waiters.removeIf(Waiter::isOver);
      if (line.waiters.isEmpty()) {
        lines.remove(line.wanted, line);
        return;
      }
      called = line.waiters.stream().limit(Take.batch(line.waiters.size())).toList();
      line.taking = true;
      line.moreNews = false;
    }
    take.forPolls(
            line.wanted.channel(),
            List.copyOf(line.wanted.queueTypes()),
            called.stream().map(Waiter::request).toList())
        .subscribe()
        .with(jobs -> taken(line, called, jobs), failure -> failed(line, failure));
  }

  private void taken(Line line, List<Waiter> called, List<Taken> jobs) {
    for (Taken job : jobs) {
      if (!called.get(job.place()).offer(job)) {
        giveBack.accept(job);
      }
    }
    boolean more;
    synchronized (this) {
      line.taking = false;
      more = line.moreNews || jobs.size() == called.size();
    }
    if (more) {
      work(line);
    }
  }

  private void failed(Line line, Throwable failure) {
    LOG.debugf(failure, "A take failed channel=%s", line.wanted.channel());
    synchronized (this) {
      line.taking = false;
    }
  }

  private record Wanted(String channel, Set<String> queueTypes) {}

  private static final class Line {
    private final Wanted wanted;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private boolean taking;
    private boolean moreNews;

    Line(Wanted wanted) {
      this.wanted = wanted;
    }
  }
}
