package org.imagebuilder.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.imagebuilder.agent.JobFile.UnusableJobException;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.jobs.JobContext;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.JobOutcome;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.workspace.Workspace;
import org.imagebuilder.agent.workspace.Workspaces;

/** Runs one job of a file without composer, for who develops or looks for a fault. */
final class RunJob {

  static final int SUCCEEDED = 0;
  static final int FAILED = 1;
  static final int MISUSED = 2;

  /** What an interrupted job needs to end its tools and to remove its directory. */
  private static final long END_SECONDS = 8;

  private final String file;
  private final InputStream input;
  private final PrintStream out;
  private final PrintStream err;

  /** The result goes to out, all else to err. */
  RunJob(String file, InputStream input, PrintStream out, PrintStream err) {
    this.file = file;
    this.input = input;
    this.out = out;
    this.err = err;
  }

  /** Makes the handlers of a job that works in this directory and with these tools. */
  interface Handlers {
    JobHandlers with(ToolRunner tools);
  }

  /**
   * The exit status.
   *
   * @param work the job's directory lies in here; one such job at a time uses it
   */
  int run(Path work, List<String> passEnvironment, String arch, Handlers handlers) {
    CountDownLatch over = new CountDownLatch(1);
    try (Workspaces workspaces = Workspaces.take(work)) {
      ToolRunner tools = new ToolRunner(workspaces.root(), passEnvironment);
      tools.killLeftovers();
      workspaces.sweep();
      JobHandlers all = handlers.with(tools);
      Offer job = new JobFile(file, all.types(), arch).read(input);
      Thread onExit = endingWithTheProcess(Thread.currentThread(), over);
      JobOutcome<?> outcome = run(job, all, workspaces);
      over.countDown();
      forget(onExit);
      return show(outcome);
    } catch (UnusableJobException e) {
      err.println("worker-agent run-job: " + e.getMessage());
      return MISUSED;
    } catch (IOException e) {
      err.println("worker-agent run-job: the work directory cannot be used: " + e.getMessage());
      return FAILED;
    } finally {
      over.countDown();
    }
  }

  private JobOutcome<?> run(Offer job, JobHandlers handlers, Workspaces workspaces)
      throws IOException {
    ProgressLines progress = new ProgressLines(err);
    try (Workspace workspace = workspaces.open(job.jobId())) {
      return handlers.run(
          job, new JobContext(job.jobId(), job.lease(), job.inputs(), workspace, progress::report));
    } catch (InterruptedException e) {
      return new JobOutcome.Interrupted<>();
    }
  }

  private int show(JobOutcome<?> outcome) {
    return switch (outcome) {
      case JobOutcome.Succeeded<?> done -> print(done.result(), SUCCEEDED);
      case JobOutcome.Failed<?> failed -> {
        err.printf("The job failed with error %d%n", failed.error().getId());
        yield print(failed.result(), FAILED);
      }
      case JobOutcome.Cancelled<?> cancelled -> interrupted();
      case JobOutcome.Interrupted<?> interrupted -> interrupted();
    };
  }

  private int interrupted() {
    err.println("The job was interrupted; it has no result");
    return FAILED;
  }

  private int print(Object result, int status) {
    try {
      out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
      out.flush();
      return status;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A result is no JSON", e);
    }
  }

  /** On Ctrl-C the job ends like a cancelled one, and only then the process. */
  private static Thread endingWithTheProcess(Thread job, CountDownLatch over) {
    Thread hook =
        new Thread(
            () -> {
              job.interrupt();
              try {
                boolean unused = over.await(END_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "end-of-job");
    Runtime.getRuntime().addShutdownHook(hook);
    return hook;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already; the hook finds the job over.
      hook.interrupt();
    }
  }
}
