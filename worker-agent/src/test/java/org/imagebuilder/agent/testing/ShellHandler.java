package org.imagebuilder.agent.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.jobs.JobContext;
import org.imagebuilder.agent.jobs.JobHandler;
import org.imagebuilder.agent.jobs.JobOutcome;
import org.imagebuilder.agent.jobs.Lane;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.tools.ToolRunner;

/** Runs the script that is the job's arg `script`; the result holds its output. */
public final class ShellHandler implements JobHandler<ShellHandler.Args, Map<String, Object>> {

  /** Its only member is required. */
  public record Args(String script) {}

  public static final String TYPE = "shell";

  private final ToolRunner tools;
  private final Duration timeout;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicInteger putRight = new AtomicInteger();

  public ShellHandler(Path owner) {
    this(owner, Duration.ofMinutes(1));
  }

  public ShellHandler(Path owner, Duration timeout) {
    this.tools = new ToolRunner(owner);
    this.timeout = timeout;
  }

  /** How many cancelled jobs it was to put something right for. */
  public int putRight() {
    return putRight.get();
  }

  @Override
  public void cancelled(Args args, JobContext context) {
    putRight.incrementAndGet();
  }

  /** Returns when the first script has written its first line to standard error. */
  public void awaitFirstLine() throws InterruptedException {
    begun.await();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Lane lane() {
    return Lane.BUILD;
  }

  @Override
  public Class<Args> argsType() {
    return Args.class;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public JobErrorCode toolFailure() {
    return JobErrorCode.BUILD_JOB;
  }

  @Override
  public JobOutcome<Map<String, Object>> run(Args args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    if (args.script().equals("throw")) {
      throw new IllegalStateException("thrown by the handler");
    }
    context.progress().accept(new JobProgress().message("Running").done(0).total(1));
    ToolResult result =
        tools.run(
            ToolCommand.of(context.workspace().directory(), List.of("sh", "-c", args.script()))
                .withLogLines(line -> begun.countDown()));
    return new JobOutcome.Succeeded<>(Map.of("output", result.output()));
  }

  @Override
  public Map<String, Object> failure(JobError error) {
    return Map.of("job_error", error);
  }
}
