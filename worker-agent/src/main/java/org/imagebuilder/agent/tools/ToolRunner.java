package org.imagebuilder.agent.tools;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.imagebuilder.agent.traces.Span;
import org.imagebuilder.agent.traces.SpanKind;
import org.imagebuilder.agent.traces.Traces;

/**
 * Runs one tool to its end and leaves none of its processes behind, whether it ends by itself, by
 * timeout, or because the calling thread is interrupted (docs/adr/0021).
 */
public final class ToolRunner {

  /** Marks what belongs to one run. */
  private static final String RUN = "IMAGEBUILDER_TOOL_RUN";

  /** Marks what belongs to one agent, so that its successor can find it. */
  private static final String OWNER = "IMAGEBUILDER_AGENT";

  /** By which tools that know of traces join the one of their job. */
  private static final String TRACE = "TRACEPARENT";

  private static final Path NOTHING = Path.of("/dev/null");

  private static final String KEEPER = keeper();

  /**
   * The kernel sends the signal of a parent's death when the thread ends that started the child.
   * Threads of pools come and go; this one stays.
   */
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("tool-starter").daemon(true).factory());

  private final String owner;
  private final ToolEnvironment environment;

  /** The owner names the agent over restarts; its work directory's path does. */
  public ToolRunner(Path owner) {
    this(owner, List.of());
  }

  /**
   * Of the agent's own environment, tools see the variables named here besides the harmless ones.
   */
  public ToolRunner(Path owner, List<String> passOn) {
    this(owner, new ToolEnvironment(System.getenv(), passOn));
  }

  ToolRunner(Path owner, ToolEnvironment environment) {
    this.owner = owner.toAbsolutePath().normalize().toString();
    this.environment = environment;
  }

  /** Kills what an earlier agent with the same owner left running; says how many processes. */
  public int killLeftovers() {
    int killed = ControlGroup.left(owner).stream().mapToInt(ControlGroup::end).sum();
    return killed + new ProcessTree(OWNER, owner).kill();
  }

  /** The path of a program, or the failure that it is not there. */
  public Path find(String program) throws MissingToolException {
    return environment
        .find(program)
        .map(Path::toAbsolutePath)
        .orElseThrow(() -> new MissingToolException(program));
  }

  /** Blocks until the tool has ended; an interrupt kills it and comes out as such. */
  public ToolResult run(ToolCommand command) throws ToolException, InterruptedException {
    Optional<Span> span =
        Traces.current().map(job -> job.child("tool " + name(command), SpanKind.INTERNAL));
    try {
      ToolResult result = run(command, span);
      span.ifPresent(it -> it.with("process.exit.code", result.exitCode()));
      return result;
    } catch (ToolException | InterruptedException e) {
      span.ifPresent(it -> it.failed(e.getClass().getSimpleName()));
      throw e;
    } finally {
      span.ifPresent(Span::end);
    }
  }

  /** Of a program that is named by its path. */
  private static String name(ToolCommand command) {
    Path name = Path.of(command.program()).getFileName();
    return name == null ? "" : name.toString();
  }

  private ToolResult run(ToolCommand command, Optional<Span> span)
      throws ToolException, InterruptedException {
    String run = UUID.randomUUID().toString();
    Optional<ControlGroup> group = ControlGroup.make(owner, run);
    try {
      Future<Process> starting = starter.submit(builder(command, run, group, span)::start);
      try {
        return run(command, started(starting, command), run, group);
      } finally {
        awaitStart(starting);
        tree(run, starting).kill();
      }
    } finally {
      group.ifPresent(ControlGroup::end);
    }
  }

  private static ToolResult run(
      ToolCommand command, Process process, String run, Optional<ControlGroup> group)
      throws ToolException, InterruptedException {
    long begin = System.nanoTime();
    ProcessTree tree = new ProcessTree(RUN, run, Optional.of(process.toHandle()));
    try (ToolStreams streams = new ToolStreams(process, command)) {
      if (!process.waitFor(command.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
        tree.kill();
        throw new ToolTimedOutException(command.program(), command.timeout(), streams.logTail());
      }
      // Whoever still holds the pipes would keep the readers waiting.
      tree.kill();
      group.ifPresent(ControlGroup::end);
      String output = streams.output();
      Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
      return new ToolResult(process.exitValue(), output, streams.logTail(), elapsed);
    }
  }

  private static Process started(Future<Process> starting, ToolCommand command)
      throws ToolException, InterruptedException {
    try {
      return starting.get();
    } catch (ExecutionException e) {
      throw new UnusableToolException(
          "%s could not be started: %s".formatted(command.program(), e.getCause()), List.of());
    }
  }

  private static ProcessTree tree(String run, Future<Process> starting) {
    return new ProcessTree(
        RUN,
        run,
        starting.state() == Future.State.SUCCESS
            ? Optional.of(starting.resultNow().toHandle())
            : Optional.empty());
  }

  private ProcessBuilder builder(
      ToolCommand command, String run, Optional<ControlGroup> group, Optional<Span> span)
      throws MissingToolException {
    ProcessBuilder builder =
        new ProcessBuilder(argv(command, group)).directory(command.directory().toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment.variables());
    variables.putAll(command.environment());
    variables.put(RUN, run);
    variables.put(OWNER, owner);
    span.ifPresent(it -> variables.put(TRACE, it.context().header()));
    builder.redirectInput(Redirect.from(command.input().orElse(NOTHING).toFile()));
    if (command.output() instanceof ToolOutput.ToFile(Path file)) {
      builder.redirectOutput(file.toFile());
    }
    return builder;
  }

  /** What starts after everything was killed would stay. */
  private static void awaitStart(Future<Process> starting) {
    while (!starting.isDone()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private List<String> argv(ToolCommand command, Optional<ControlGroup> group)
      throws MissingToolException {
    List<String> argv = new ArrayList<>();
    argv.addAll(List.of(find("setsid").toString(), find("setpriv").toString()));
    argv.addAll(List.of("--pdeathsig", "TERM", "--", find("sh").toString(), "-c", KEEPER));
    argv.add("keeper");
    argv.add(group.map(ControlGroup::directory).map(Path::toString).orElse(""));
    argv.add(
        command.output() instanceof ToolOutput.FileAndDescriptor3 both
            ? both.file().toAbsolutePath().toString()
            : "");
    argv.add(find(command.program()).toString());
    argv.addAll(command.argv().subList(1, command.argv().size()));
    return argv;
  }

  private static String keeper() {
    try (InputStream script = ToolRunner.class.getResourceAsStream("keeper.sh")) {
      return new String(requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
