package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.testing.ShellHandler;
import org.imagebuilder.agent.workspace.Workspace;
import org.imagebuilder.agent.workspace.Workspaces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCleaningHandlerTest {

  private final Path store;
  private final Workspaces workspaces;
  private final ShellHandler builds;
  private final AtomicInteger stops = new AtomicInteger();

  StoreCleaningHandlerTest(@TempDir Path directory) throws Exception {
    store = directory.resolve("store");
    workspaces = Workspaces.take(directory.resolve("work"));
    builds = new ShellHandler(directory);
  }

  @AfterEach
  void close() throws Exception {
    workspaces.close();
  }

  @Test
  void the_store_is_empty_after_a_build() throws Exception {
    run(cleaning(store), "mkdir -p %s/tree && echo secret > %s/tree/file".formatted(store, store));

    assertThat(store).doesNotExist();
    assertThat(stops).hasValue(0);
  }

  @Test
  void the_store_is_empty_after_a_build_that_broke_down() throws Exception {
    Files.createDirectories(store.resolve("tree"));

    assertThat(catchThrowable(() -> run(cleaning(store), "throw"))).isNotNull();

    assertThat(store).doesNotExist();
  }

  @Test
  void a_build_keeps_the_store_of_another_that_still_runs() throws Exception {
    Files.createDirectories(store);
    StoreCleaningHandler<ShellHandler.Args, Map<String, Object>> handler = cleaning(store);
    Path gate = store.resolve("gate");
    FutureTask<Integer> other =
        new FutureTask<>(
            () -> {
              run(handler, "echo >&2; until [ -e %s ]; do :; done".formatted(gate));
              return 0;
            });
    Thread.startVirtualThread(other);
    builds.awaitFirstLine();

    run(handler, "true");

    assertThat(store).exists();
    Files.createFile(gate);
    other.get();
    assertThat(store).doesNotExist();
  }

  @Test
  void the_agent_stops_where_the_store_cannot_be_emptied() throws Exception {
    run(cleaning(Path.of("/proc/self/task")), "true");

    assertThat(stops).hasValue(1);
  }

  @Test
  void no_further_build_begins_where_the_store_cannot_be_emptied() throws Exception {
    StoreCleaningHandler<ShellHandler.Args, Map<String, Object>> handler =
        cleaning(Path.of("/proc/self/task"));
    run(handler, "true");

    assertThat(catchThrowable(() -> run(handler, "true"))).hasMessageContaining("osbuild's store");
  }

  private StoreCleaningHandler<ShellHandler.Args, Map<String, Object>> cleaning(Path directory) {
    return new StoreCleaningHandler<>(builds, directory, stops::incrementAndGet);
  }

  private void run(JobHandler<ShellHandler.Args, ?> handler, String script) throws Exception {
    try (Workspace workspace = workspaces.open("job")) {
      handler.run(
          new ShellHandler.Args(script),
          new JobContext(
              "job",
              new Lease("token", URI.create("/artifacts/")),
              List.of(),
              workspace,
              progress -> {}));
    }
  }
}
