package org.imagebuilder.imagebuilder.operations;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.imagebuilder.imagebuilder.requests.RouteNames;

/**
 * Gives back memory while nobody asks for anything. By itself the collector of a native executable
 * keeps what a start or a rush has taken, and collects only when that is used up.
 */
@Singleton
public class QuietHeap {
  private static final int BEFORE_IDENTITY = 990;
  private static final long WORTH_IT = 4L << 20;

  private final Predicate<String> counts;
  private final LongSupplier used;
  private final Runnable giveBack;
  private final AtomicLong asked = new AtomicLong();

  // Only the scheduler looks, and never twice at once.
  private long askedAtLastLook = -1;
  private long usedAfterLast;

  @Inject
  QuietHeap(RouteNames routes) {
    this(routes::isBelowBase, NativeHeap::used, NativeHeap::giveBack);
  }

  QuietHeap(Predicate<String> counts, LongSupplier used, Runnable giveBack) {
    this.counts = counts;
    this.used = used;
    this.giveBack = giveBack;
  }

  void register(@Observes Filters filters) {
    filters.register(this::handle, BEFORE_IDENTITY);
  }

  private void handle(RoutingContext exchange) {
    if (counts.test(exchange.request().path())) {
      asked();
    }
    exchange.next();
  }

  /** Somebody wants something; probes do not count. */
  void asked() {
    asked.incrementAndGet();
  }

  @Scheduled(every = "5s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    long now = asked.get();
    boolean quiet = now == askedAtLastLook;
    askedAtLastLook = now;
    if (quiet && used.getAsLong() - usedAfterLast > WORTH_IT) {
      giveBack.run();
      usedAfterLast = used.getAsLong();
    }
  }
}
