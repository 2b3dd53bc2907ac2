package org.imagebuilder.agent.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** All that the agent logs until it is closed, however unimportant. */
public final class LogCapture extends Handler {

  private final Logger logger = Logger.getLogger("org.imagebuilder.agent");
  private final Level before = logger.getLevel();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public LogCapture() {
    logger.setLevel(Level.ALL);
    setLevel(Level.ALL);
    logger.addHandler(this);
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(entry.getMessage());
    if (entry.getParameters() != null) {
      lines.add(List.of(entry.getParameters()).toString());
    }
    if (entry.getThrown() != null) {
      lines.add(entry.getThrown().toString());
    }
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setLevel(before);
  }
}
