package org.imagebuilder.agent.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Cuts a stream into lines; a line without an end is cut off instead of filling the memory. */
final class LineReader {

  private static final int MAX_LINE = 1 << 20;

  private static final Logger LOG = Logger.getLogger(LineReader.class);

  private final StringBuilder line = new StringBuilder();
  private final Consumer<String> consumer;

  LineReader(Consumer<String> consumer) {
    this.consumer = consumer;
  }

  /** Reads to the end, which is also where somebody closes the stream. */
  void readAll(InputStream stream) {
    Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8);
    char[] buffer = new char[8192];
    try {
      for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
        for (int i = 0; i < n; i++) {
          take(buffer[i]);
        }
      }
    } catch (IOException e) {
      LOG.debug("The stream of a tool was closed while it was read", e);
    }
    if (!line.isEmpty()) {
      flush();
    }
  }

  private void take(char c) {
    if (c == '\n') {
      flush();
    } else if (line.length() < MAX_LINE) {
      line.append(c);
    }
  }

  private void flush() {
    int end = line.length();
    if (end > 0 && line.charAt(end - 1) == '\r') {
      line.setLength(end - 1);
    }
    String text = line.toString();
    line.setLength(0);
    consumer.accept(text);
  }
}
