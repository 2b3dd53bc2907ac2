package org.imagebuilder.agent.debian;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.contract.worker.model.OsbuildOutput;
import org.imagebuilder.agent.contract.worker.model.StageLog;

/**
 * What a build says about itself: a stage for each step with what its tools wrote, shaped as
 * osbuild's own answer, and the step that is running. Tools write from threads of their own.
 */
public final class BuildLog {

  /** A stage keeps this many characters, the last ones. */
  private static final int MAX_STAGE = 64 << 10;

  private static final int DETAIL_LINES = 30;

  private final Consumer<JobProgress> progress;
  private final Map<String, List<StageLog>> pipelines = new LinkedHashMap<>();
  private final Deque<String> lines = new ArrayDeque<>();
  private String pipeline = "";
  private String type = "";
  private String message = "";
  private boolean running;
  private int characters;
  private int done;
  private int total;

  public BuildLog(Consumer<JobProgress> progress) {
    this.progress = progress;
  }

  /** The answer so far; a stage that is still running counts as failed. */
  public synchronized OsbuildOutput output(boolean success) {
    if (running) {
      endStage(false);
    }
    return new OsbuildOutput()
        .type("result")
        .success(success)
        .log(new LinkedHashMap<>(pipelines))
        .metadata(Map.of());
  }

  synchronized void plan(int steps) {
    total = steps;
  }

  /** Begins a stage; the one before it has succeeded. */
  synchronized void begin(String newPipeline, String newType, String newMessage) {
    if (running) {
      endStage(true);
    }
    pipeline = newPipeline;
    type = newType;
    message = newMessage;
    running = true;
    progress.accept(new JobProgress().message(message).done(done).total(total));
  }

  /** Says how far the running stage is. */
  synchronized void part(String what, int partsDone, int parts) {
    progress.accept(
        new JobProgress()
            .message(message)
            .done(done)
            .total(total)
            .subProgress(new JobProgress().message(what).done(partsDone).total(parts)));
  }

  synchronized void line(String line) {
    lines.addLast(line);
    characters += line.length() + 1;
    while (characters > MAX_STAGE && lines.size() > 1) {
      characters -= lines.removeFirst().length() + 1;
    }
  }

  synchronized void finish() {
    if (running) {
      endStage(true);
    }
    progress.accept(new JobProgress().message("Image built").done(total).total(total));
  }

  /** The last lines of the running stage. */
  synchronized List<String> tail() {
    List<String> all = new ArrayList<>(lines);
    return all.subList(Math.max(0, all.size() - DETAIL_LINES), all.size());
  }

  private void endStage(boolean success) {
    pipelines
        .computeIfAbsent(pipeline, name -> new ArrayList<>())
        .add(
            new StageLog()
                .id(pipeline + "." + (done + 1))
                .type(type)
                .output(String.join("\n", lines))
                .success(success));
    lines.clear();
    characters = 0;
    running = false;
    done++;
  }
}
