package org.imagebuilder.imagebuilder.database;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.imagebuilder.imagebuilder.errors.Outage;

/**
 * Does together what several callers ask for at the same time (ADR 0036): whoever asks while
 * earlier work is under way is put off until it has ended, and then all are served at once. A
 * caller who is alone is served at once. Work that takes long does not hold up the next for ever.
 *
 * @param <I> what one caller asks for
 * @param <O> what it is answered
 */
public final class Gathering<I, O> {
  /** However long each takes, so many are under way at a time: each has a connection. */
  private static final int MOST_UNDER_WAY = 3;

  private final int most;
  private final long patienceNanos;
  private final Function<List<I>, Uni<List<O>>> work;
  private final Deque<Asked<I, O>> waiting = new ArrayDeque<>();
  private int underWay;
  private long begunAt;

  /**
   * Work for so many callers at most.
   *
   * @param patience after which the next are served although the last have not been
   * @param work answers in the order of what was asked; it may be asked again for each one alone
   */
  public Gathering(int most, Duration patience, Function<List<I>, Uni<List<O>>> work) {
    this.most = most;
    this.patienceNanos = patience.toNanos();
    this.work = work;
  }

  /** The answer for one caller, in its own context. */
  public Uni<O> ask(I what) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Context own = Vertx.currentContext();
              synchronized (this) {
                waiting.add(new Asked<>(what, emitter, Optional.ofNullable(own)));
              }
              begin();
            });
  }

  private void begin() {
    List<Asked<I, O>> together = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      if (underWay == MOST_UNDER_WAY || (underWay > 0 && now - begunAt < patienceNanos)) {
        return;
      }
      while (together.size() < most && !waiting.isEmpty()) {
        together.add(waiting.remove());
      }
      if (together.isEmpty()) {
        return;
      }
      underWay++;
      begunAt = now;
    }
    inContext(
        fresh(),
        () ->
            serve(together)
                .onTermination()
                .invoke(this::ended)
                .subscribe()
                .with(done -> {}, failure -> together.forEach(asked -> asked.fail(failure))));
  }

  private void ended() {
    synchronized (this) {
      underWay--;
    }
    begin();
  }

  private Uni<Void> serve(List<Asked<I, O>> together) {
    return Uni.createFrom()
        .deferred(() -> work.apply(together.stream().map(Asked::what).toList()))
        .invoke(answers -> answer(together, answers))
        .replaceWithVoid()
        // What is wrong with one must not hit the others; an outage hits all of them.
        .onFailure(failure -> together.size() > 1 && !Outage.isOne(failure))
        .recoverWithUni(() -> oneByOne(together));
  }

  private Uni<Void> oneByOne(List<Asked<I, O>> together) {
    return Multi.createFrom()
        .iterable(together)
        .onItem()
        .transformToUniAndConcatenate(
            asked ->
                serve(List.of(asked)).onFailure().invoke(asked::fail).onFailure().recoverWithNull())
        .collect()
        .last()
        .replaceWithVoid();
  }

  private static <I, O> void answer(List<Asked<I, O>> together, List<O> answers) {
    Iterator<O> each = answers.iterator();
    together.forEach(asked -> asked.answer(each.next()));
  }

  // A session belongs to its context: in that of a caller the work would meet the caller's own.
  private static Optional<Context> fresh() {
    if (Vertx.currentContext() == null) {
      return Optional.empty();
    }
    Context fresh = VertxContext.createNewDuplicatedContext();
    VertxContextSafetyToggle.setContextSafe(fresh, true);
    return Optional.of(fresh);
  }

  private static void inContext(Optional<Context> context, Runnable action) {
    context.ifPresentOrElse(there -> there.runOnContext(now -> action.run()), action);
  }

  private record Asked<I, O>(I what, UniEmitter<? super O> emitter, Optional<Context> context) {
    void answer(O answer) {
      inContext(context, () -> emitter.complete(answer));
    }

    void fail(Throwable failure) {
      inContext(context, () -> emitter.fail(failure));
    }
  }
}
