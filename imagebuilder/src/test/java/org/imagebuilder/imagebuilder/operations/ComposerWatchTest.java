package org.imagebuilder.imagebuilder.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ComposerWatchTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<UniEmitter<? super Void>> looks = new CopyOnWriteArrayList<>();

  @Test
  void many_probes_are_one_look() {
    ComposerWatch watch = watch(LONG);

    List<CompletableFuture<Void>> probes =
        Stream.generate(() -> watch.ready().subscribeAsCompletionStage()).limit(50).toList();

    assertThat(looks).hasSize(1);
    looks.getFirst().complete(null);
    assertThat(probes).allMatch(CompletableFuture::isDone);
    watch.ready().await().atMost(LONG);
    assertThat(looks).hasSize(1);
  }

  @Test
  void bad_news_hold_for_a_while_too() {
    ComposerWatch watch = watch(LONG);
    watch.ready().subscribe().with(ready -> {}, failure -> {});
    looks.getFirst().fail(new IllegalStateException("away"));

    assertThatThrownBy(() -> watch.ready().await().atMost(LONG)).hasMessage("away");
    assertThat(looks).hasSize(1);
  }

  @Test
  void after_a_while_somebody_looks_again() {
    ComposerWatch watch = watch(Duration.ofMillis(50));
    watch.ready().subscribe().with(ready -> {}, failure -> {});
    looks.getFirst().fail(new IllegalStateException("away"));

    Awaitility.await()
        .until(
            () -> {
              watch.ready().subscribe().with(ready -> {}, failure -> {});
              return looks.size() == 2;
            });
  }

  private ComposerWatch watch(Duration holds) {
    return new ComposerWatch(Uni.createFrom().emitter(looks::add), holds);
  }
}
