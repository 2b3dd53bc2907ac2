package org.imagebuilder.agent.tools;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines that a tool wrote, bounded whatever it writes. */
final class LogTail {

  private static final int MAX_LINES = 200;
  private static final int MAX_CHARS = 64 << 10;
  private static final int MAX_LINE = 4 << 10;

  private final Deque<String> lines = new ArrayDeque<>();
  private int chars;

  synchronized void add(String line) {
    String kept = line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + "…";
    lines.addLast(kept);
    chars += kept.length();
    while (lines.size() > MAX_LINES || chars > MAX_CHARS) {
      chars -= lines.removeFirst().length();
    }
  }

  synchronized List<String> lines() {
    return new ArrayList<>(lines);
  }
}
