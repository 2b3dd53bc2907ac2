package org.imagebuilder.composer.queue;

import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.imagebuilder.composer.database.TestDatabase;

/**
 * Whatever clients, workers and operators do, in whatever order, the queue does as its model does.
 * A failure names its seed; give it to {@code @Property(seed = "…")} to see the same again.
 */
@Tag("drill")
@SuppressWarnings("NullAway.Init")
class JobQueueModelTest {
  private static final int STEPS = 30;

  private static TestDatabase database;
  private static TestQueue queue;

  @BeforeContainer
  static void openQueue() {
    database = TestDatabase.migrated();
    queue = new TestQueue(database, QueueConfigs.usual(), 4);
  }

  @AfterContainer
  static void closeQueue() {
    queue.close();
    database.close();
  }

  @Property
  void the_queue_does_what_its_model_does(@ForAll("runs") ActionChain<QueueRun> run) {
    run.withInvariant("the same is stored", QueueRun::compare).run().drain();
  }

  @Provide
  Arbitrary<ActionChain<QueueRun>> runs() {
    return ActionChain.startWith(() -> new QueueRun(queue))
        .withAction(4, step("enqueue", run -> true, QueueRun::enqueue))
        .withAction(8, step("lease", QueueRun::hasReady, (run, which) -> run.lease()))
        .withAction(3, step("heartbeat", QueueRun::hasTokens, QueueRun::heartbeat))
        .withAction(1, step("progress", QueueRun::hasTokens, QueueRun::progress))
        .withAction(5, step("succeed", QueueRun::hasTokens, (run, n) -> run.finish(n, true, n % 2)))
        .withAction(2, step("fail", QueueRun::hasTokens, (run, n) -> run.finish(n, false, n % 2)))
        .withAction(
            1,
            step("finish as a stranger", QueueRun::hasTokens, QueueRun::finishFromAnotherChannel))
        .withAction(2, step("hand back", QueueRun::hasTokens, QueueRun::handBack))
        .withAction(4, step("lose", QueueRun::hasLeases, QueueRun::lose))
        .withAction(2, step("cancel", QueueRun::hasPlans, QueueRun::cancel))
        .withAction(1, step("delete", QueueRun::hasPlans, QueueRun::delete))
        .withAction(1, step("purge", run -> true, (run, which) -> run.purge()))
        .withMaxTransformations(STEPS);
  }

  private interface Step {
    void on(QueueRun run, int which);
  }

  private static Action.Independent<QueueRun> step(
      String name, Predicate<QueueRun> possible, Step step) {
    return new Action.Independent<>() {
      @Override
      public boolean precondition(QueueRun run) {
        return possible.test(run);
      }

      @Override
      public Arbitrary<Transformer<QueueRun>> transformer() {
        return Arbitraries.integers()
            .between(0, 1000)
            .map(which -> Transformer.mutate(name + " " + which, run -> step.on(run, which)));
      }
    };
  }
}
