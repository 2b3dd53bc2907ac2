package org.imagebuilder.composer.database;

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

/**
 * Does together what several callers ask for at the same time: whoever asks while earlier work is
 * under way is put off until it has ended, and then all are served at once. A caller who is alone
 * is served at once. Under load a commit and its questions are shared by many. Work that takes long
 * does not hold up the next batch for ever.
 *
 * @param <I> what one caller asks for
 * @param <O> what it is answered
 */
public final class Batching<I, O> {
  /** However long each takes, so many batches are under way at a time. */
  private static final int MOST_BATCHES = 4;

  private final int most;
  private final long patienceNanos;
  private final Function<List<I>, Uni<List<O>>> work;
  private final Deque<Asked<I, O>> waiting = new ArrayDeque<>();
  private int underWay;
  private long begunAt;

  /**
   * @param most how many are served together
   * @param patience after which the next batch is begun although the last one has not ended
   * @param work answers in the order of what was asked; it may be asked again for each one alone
   */
  public Batching(int most, Duration patience, Function<List<I>, Uni<List<O>>> work) {
    this.most = most;
    this.patienceNanos = patience.toNanos();
    this.work = work;
  }

  /** The answer for one caller, in its own context. */
  public Uni<O> ask(I what) {
    return Uni.createFrom()
        .emitter(
            emitter -> {
              Context context = Vertx.currentContext();
              synchronized (this) {
                waiting.add(new Asked<>(what, emitter, Optional.ofNullable(context)));
              }
              begin();
            });
  }

  private void begin() {
    List<Asked<I, O>> batch = new ArrayList<>();
    synchronized (this) {
      long now = System.nanoTime();
      if (underWay == MOST_BATCHES || (underWay > 0 && now - begunAt < patienceNanos)) {
        return;
      }
      while (batch.size() < most && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      if (batch.isEmpty()) {
        return;
      }
      underWay++;
      begunAt = now;
    }
    serve(batch)
        .onTermination()
        .invoke(this::ended)
        .subscribe()
        .with(done -> {}, failure -> batch.forEach(asked -> asked.fail(failure)));
  }

  private void ended() {
    synchronized (this) {
      underWay--;
    }
    begin();
  }

  private Uni<Void> serve(List<Asked<I, O>> batch) {
    return Uni.createFrom()
        .deferred(() -> work.apply(batch.stream().map(Asked::what).toList()))
        .invoke(answers -> answer(batch, answers))
        .replaceWithVoid()
        // What is wrong with one must not hit the others; an outage hits all of them.
        .onFailure(failure -> batch.size() > 1 && !(failure instanceof DatabaseAwayException))
        .recoverWithUni(() -> oneByOne(batch));
  }

  private Uni<Void> oneByOne(List<Asked<I, O>> batch) {
    return Multi.createFrom()
        .iterable(batch)
        .onItem()
        .transformToUniAndConcatenate(
            asked ->
                serve(List.of(asked)).onFailure().invoke(asked::fail).onFailure().recoverWithNull())
        .collect()
        .last()
        .replaceWithVoid();
  }

  private static <I, O> void answer(List<Asked<I, O>> batch, List<O> answers) {
    Iterator<O> each = answers.iterator();
    batch.forEach(asked -> asked.answer(each.next()));
  }

  private record Asked<I, O>(I what, UniEmitter<? super O> emitter, Optional<Context> context) {
    void answer(O answer) {
      inContext(() -> emitter.complete(answer));
    }

    void fail(Throwable failure) {
      inContext(() -> emitter.fail(failure));
    }

    private void inContext(Runnable action) {
      context.ifPresentOrElse(own -> own.runOnContext(now -> action.run()), action);
    }
  }
}
