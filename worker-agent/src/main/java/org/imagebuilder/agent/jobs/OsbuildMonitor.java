package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.jboss.logging.Logger;

/** Reads osbuild's monitor stream and tells how far the build is. */
final class OsbuildMonitor implements Consumer<String> {

  private static final Logger LOG = Logger.getLogger(OsbuildMonitor.class);
  private static final String FOR_USERS = "osbuild.monitor";

  private final Consumer<JobProgress> progress;

  /** A context is sent in full once, and by its id afterwards. */
  private final Map<String, String> origins = new HashMap<>();

  OsbuildMonitor(Consumer<JobProgress> progress) {
    this.progress = progress;
  }

  @Override
  public void accept(String line) {
    String text = line.startsWith("\u001e") ? line.substring(1) : line;
    if (text.isBlank()) {
      return;
    }
    try {
      JsonNode entry = Json.mapper().readTree(text);
      String message = entry.path("message").asText().strip();
      if (FOR_USERS.equals(origin(entry.path("context"))) && !message.isEmpty()) {
        progress.accept(progress(message, entry.path("progress")));
      }
    } catch (JsonProcessingException e) {
      LOG.debugf("A line of osbuild's monitor is no JSON, length=%d", text.length());
    }
  }

  private String origin(JsonNode context) {
    String id = context.path("id").asText();
    String origin = context.path("origin").asText();
    if (!origin.isEmpty()) {
      origins.put(id, origin);
    }
    return origins.getOrDefault(id, origin);
  }

  private static JobProgress progress(String message, JsonNode node) {
    JobProgress made =
        new JobProgress()
            .message(message)
            .done(node.path("done").asInt())
            .total(node.path("total").asInt());
    JsonNode sub = node.path("progress");
    if (sub.isObject()) {
      made.subProgress(
          new JobProgress()
              .message(sub.path("name").asText())
              .done(sub.path("done").asInt())
              .total(sub.path("total").asInt()));
    }
    return made;
  }
}
