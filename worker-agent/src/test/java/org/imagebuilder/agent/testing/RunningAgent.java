package org.imagebuilder.agent.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.imagebuilder.agent.composer.ComposerConnection;
import org.imagebuilder.agent.composer.ComposerSettings;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.jobs.JobHandler;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.loops.JobRun;
import org.imagebuilder.agent.loops.LoopSettings;
import org.imagebuilder.agent.loops.PollLoop;
import org.imagebuilder.agent.loops.Registration;
import org.imagebuilder.agent.loops.RunningJobs;
import org.imagebuilder.agent.loops.Shutdown;
import org.imagebuilder.agent.loops.StatusLoop;
import org.imagebuilder.agent.traces.Traces;
import org.imagebuilder.agent.workspace.Reserve;
import org.imagebuilder.agent.workspace.Workspaces;

/** The agent's loops around some handlers, quick enough for tests. */
public final class RunningAgent implements AutoCloseable {

  public static final LoopSettings QUICK =
      new LoopSettings(
          Duration.ofMillis(100),
          Duration.ofMillis(100),
          Duration.ofMillis(50),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          0,
          Duration.ofMinutes(1));

  private final Workspaces workspaces;
  private final Shutdown shutdown;
  private final List<Thread> loops;

  private RunningAgent(
      ComposerSettings composer, Path work, LoopSettings settings, List<JobHandler<?, ?>> list)
      throws IOException {
    workspaces = Workspaces.take(work);
    workspaces.sweep();
    JobHandlers handlers = new JobHandlers(list);
    Reports reports = new Reports(new ComposerConnection(composer), "x86_64", List.of("confirms"));
    Registration registration = new Registration(reports, workspaces, settings);
    RunningJobs running = new RunningJobs();
    JobRun jobRun = new JobRun(reports, handlers, workspaces, running, settings, Traces.off());
    shutdown = new Shutdown(running, settings);
    loops =
        List.of(
            Thread.startVirtualThread(new StatusLoop(reports, registration, settings)),
            Thread.startVirtualThread(
                new PollLoop(
                    handlers.types(),
                    reports,
                    registration,
                    List.of(Reserve.ofDisk(workspaces, settings.minimumFreeBytes())),
                    running,
                    jobRun,
                    settings)));
  }

  public static RunningAgent start(FakeComposer composer, Path work, JobHandler<?, ?>... handlers)
      throws IOException {
    return start(composer, work, QUICK, handlers);
  }

  /** For a composer in another process. */
  public static RunningAgent start(
      ComposerSettings composer, Path work, JobHandler<?, ?>... handlers) throws IOException {
    return new RunningAgent(composer, work, QUICK, List.of(handlers));
  }

  public static RunningAgent start(
      FakeComposer composer, Path work, LoopSettings settings, JobHandler<?, ?>... handlers)
      throws IOException {
    ComposerSettings plain = ComposerSettings.plain(composer.url(), composer.base());
    return new RunningAgent(plain, work, settings, List.of(handlers));
  }

  /** As SIGTERM does it. */
  public void stop() {
    shutdown.run();
    loops.forEach(Thread::interrupt);
  }

  @Override
  public void close() throws IOException {
    stop();
    workspaces.close();
  }
}
