package org.imagebuilder.agent.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.imagebuilder.agent.uploads.UploadProgress;

/** What an upload said of itself. */
public final class ProgressRecord implements UploadProgress {

  private final List<Long> sent = new CopyOnWriteArrayList<>();
  private final List<String> steps = new CopyOnWriteArrayList<>();

  @Override
  public void sent(long bytes) {
    sent.add(bytes);
  }

  @Override
  public void step(String message) {
    steps.add(message);
  }

  public List<Long> sent() {
    return List.copyOf(sent);
  }

  public List<String> steps() {
    return List.copyOf(steps);
  }
}
