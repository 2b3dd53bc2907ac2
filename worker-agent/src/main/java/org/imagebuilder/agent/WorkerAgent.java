package org.imagebuilder.agent;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.imagebuilder.agent.composer.ComposerConnection;
import org.imagebuilder.agent.composer.Reports;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.Lane;
import org.imagebuilder.agent.loops.JobRun;
import org.imagebuilder.agent.loops.LoopSettings;
import org.imagebuilder.agent.loops.PollLoop;
import org.imagebuilder.agent.loops.Registration;
import org.imagebuilder.agent.loops.RunningJobs;
import org.imagebuilder.agent.loops.Shutdown;
import org.imagebuilder.agent.loops.StatusLoop;
import org.imagebuilder.agent.loops.WatchdogLoop;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.SystemdNotify;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.traces.Traces;
import org.imagebuilder.agent.uploads.DirectoryUploader;
import org.imagebuilder.agent.workspace.Reserve;
import org.imagebuilder.agent.workspace.Workspaces;
import org.jboss.logging.Logger;

/** The agent: leases jobs from composer, runs them, reports, until it is told to stop. */
@Singleton
@Unremovable
public final class WorkerAgent implements QuarkusApplication {

  private static final Logger LOG = Logger.getLogger(WorkerAgent.class);

  private static final String ON_HOST = "host";

  private final AgentConfig config;
  private final Semaphore idle = new Semaphore(1);

  WorkerAgent(AgentConfig config) {
    this.config = config;
  }

  @Override
  public int run(String... arguments) {
    return switch (CommandLine.read(arguments)) {
      case CommandLine.Answer(String text, int status) -> {
        System.out.println(text);
        yield status;
      }
      case CommandLine.Version version -> {
        System.out.println("worker-agent " + ProgramVersion.text());
        yield 0;
      }
      case CommandLine.Check check -> new Check(config).run(System.out);
      case CommandLine.RunJob job -> runJob(job);
      case CommandLine.Work work -> workToTheEnd();
    };
  }

  private int workToTheEnd() {
    idle.acquireUninterruptibly();
    try {
      return work();
    } finally {
      idle.release();
    }
  }

  /**
   * After a signal the process is gone as soon as this returns, whatever the main thread is at: it
   * has to hand back its jobs first, which {@link Shutdown} bounds.
   */
  void awaitEnd(@Observes ShutdownEvent signal) {
    idle.acquireUninterruptibly();
  }

  private int runJob(CommandLine.RunJob request) {
    RunJob job = new RunJob(request.file(), System.in, System.out, System.err);
    return job.run(
        config.workDirectory().resolve("run-job"),
        config.tools().passEnvironment().orElse(List.of()),
        Assembly.arch(config),
        tools -> new Assembly(config, tools).handlers(new DirectoryUploader(request.output())));
  }

  private int work() {
    Startup.warnings().forEach(LOG::warn);
    String executor = config.osbuildExecutor().type();
    if (!executor.equals(ON_HOST)) {
      LOG.errorf(
          "The agent cannot begin: agent.osbuild-executor.type is %s, and this agent runs osbuild"
              + " on its own machine only; set it to %s if that is what you want",
          executor, ON_HOST);
      return 1;
    }
    Optional<String> problem = LaneWidths.of(config.lanes()).problem();
    if (problem.isPresent()) {
      LOG.errorf("The agent cannot begin: %s", UnreadableSettings.withVariables(problem.get()));
      return 1;
    }
    try {
      return work(new ComposerAccess(config).connect());
    } catch (IOException e) {
      LOG.errorf("The agent cannot begin: %s", UnreadableSettings.withVariables(e.getMessage()));
      return 1;
    }
  }

  private int work(ComposerConnection composer) {
    try (Workspaces workspaces = Workspaces.take(config.workDirectory())) {
      ToolRunner tools =
          new ToolRunner(workspaces.root(), config.tools().passEnvironment().orElse(List.of()));
      int killed = tools.killLeftovers();
      // By %s: the first number that is formatted as one unpacks the names of digits, 3 ms of a
      // start.
      LOG.infof("The agent begins, workDirectory=%s, leftovers=%s", workspaces.root(), killed);
      workspaces.sweep();
      return work(workspaces, new Assembly(config, tools), tools, composer);
    } catch (IOException e) {
      LOG.errorf("The work directory cannot be used: %s", e.getMessage());
      return 1;
    }
  }

  private int work(
      Workspaces workspaces, Assembly assembly, ToolRunner tools, ComposerConnection composer) {
    try {
      assembly.cleanStore();
    } catch (IOException e) {
      LOG.errorf(e, "The agent cannot begin: osbuild's store cannot be emptied");
      assembly.leaveService();
      return 1;
    }
    try (Traces traces = new Traces(variable -> Optional.ofNullable(System.getenv(variable)))) {
      if (traces.areOn()) {
        LOG.info("Traces are on");
      }
      loop(workspaces, assembly, tools, composer, traces);
    }
    return 0;
  }

  private void loop(
      Workspaces workspaces,
      Assembly assembly,
      ToolRunner tools,
      ComposerConnection composer,
      Traces traces) {
    assembly.problems().forEach(problem -> LOG.warnf("Some uploads will fail, reason=%s", problem));
    JobHandlers all = assembly.handlers(assembly.toComposer(composer));
    warnOf(assembly.unknown(all), all.types());
    JobHandlers handlers = possible(all, tools);
    Reports reports = new Reports(composer, assembly.arch(), assembly.capabilities(handlers));
    LoopSettings settings = assembly.loopSettings();
    Registration registration = new Registration(reports, workspaces, settings);
    RunningJobs running = new RunningJobs();
    JobRun jobRun = new JobRun(reports, handlers, workspaces, running, settings, traces);

    Reserve disk = Reserve.ofDisk(workspaces, settings.minimumFreeBytes());
    Reserve memory = Reserve.ofMemory(config.minimumMemoryMebibytes() << 20);

    List<Thread> loops = new ArrayList<>();
    loops.add(start("status", new StatusLoop(reports, registration, settings)));
    loops.add(start("machine", assembly.machineWatch(running)));
    for (Lane lane : Lane.values()) {
      List<String> types = assembly.types(handlers, lane);
      List<Reserve> reserves = lane == Lane.BUILD ? List.of(disk, memory) : List.of(disk);
      for (int i = 1; i <= assembly.width(lane) && !types.isEmpty(); i++) {
        PollLoop loop =
            new PollLoop(types, reports, registration, reserves, running, jobRun, settings);
        loops.add(start("poll-" + lane.name().toLowerCase(Locale.ROOT) + "-" + i, loop));
      }
    }
    Optional<SystemdNotify> systemd =
        SystemdNotify.of(System.getenv(), ProcessHandle.current().pid());
    systemd.ifPresent(it -> loops.add(start("watchdog", watchdog(it, registration))));
    Quarkus.waitForExit();
    systemd.ifPresent(WorkerAgent::tellStop);
    new Shutdown(running, settings).run();
    loops.forEach(Thread::interrupt);
  }

  private static void warnOf(List<String> unknown, List<String> known) {
    if (!unknown.isEmpty()) {
      LOG.warnf(
          "agent.job-types names types that there are not, jobTypes=%s, known=%s", unknown, known);
    }
  }

  /** Without the types whose tools are not here: composer shall give their jobs to others. */
  private JobHandlers possible(JobHandlers all, ToolRunner tools) {
    Map<String, MissingToolException> missing =
        new JobTools(config.tools(), tools).missing(all.types());
    Map<String, List<String>> typesByReason = new TreeMap<>();
    missing.forEach(
        (type, lack) ->
            typesByReason
                .computeIfAbsent(String.valueOf(lack.getMessage()), reason -> new ArrayList<>())
                .add(type));
    typesByReason.forEach(
        (reason, types) ->
            LOG.warnf("Some jobs are not asked for, jobTypes=%s, reason=%s", types, reason));
    return all.without(missing.keySet());
  }

  private static WatchdogLoop watchdog(SystemdNotify systemd, Registration registration) {
    return new WatchdogLoop(systemd::tell, registration.pulses(), systemd.watchdog());
  }

  private static void tellStop(SystemdNotify systemd) {
    try {
      systemd.tell("STOPPING=1");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread start(String name, Runnable loop) {
    return Thread.ofVirtual().name(name).start(loop);
  }
}
