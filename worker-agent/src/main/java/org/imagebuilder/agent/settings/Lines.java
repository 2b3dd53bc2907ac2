package org.imagebuilder.agent.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a key stands in a file in TOML; the parser forgets it. Good enough for messages. */
final class Lines {

  private static final Pattern TABLE = Pattern.compile("\\s*\\[+\\s*([^\\]]+?)\\s*\\]+.*");
  private static final Pattern MEMBER =
      Pattern.compile("\\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'|\\s*\\.\\s*)+?)\\s*=.*");
  private static final Pattern SEGMENT = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^.\\s\"']+)");

  private Lines() {}

  /** The line of a key or of its table; 0 when neither can be found. */
  static int lineOf(String text, List<String> key) {
    List<String> lines = text.lines().toList();
    List<String> table = List.of();
    int best = 0;
    for (int i = 0; i < lines.size(); i++) {
      Matcher header = TABLE.matcher(lines.get(i));
      Matcher member = MEMBER.matcher(lines.get(i));
      List<String> here = table;
      if (header.matches()) {
        table = segments(header.group(1));
        here = table;
      } else if (member.matches()) {
        here = new ArrayList<>(table);
        here.addAll(segments(member.group(1)));
      }
      if (here.equals(key)) {
        return i + 1;
      }
      if (best == 0 && here.size() > key.size() && here.subList(0, key.size()).equals(key)) {
        best = i + 1;
      }
    }
    return best;
  }

  /** The key that a line sets, with a comma before it; empty when it sets none. */
  static String keyOf(String text, int line) {
    List<String> lines = text.lines().toList();
    if (line < 1 || line > lines.size()) {
      return "";
    }
    Matcher member = MEMBER.matcher(lines.get(line - 1));
    return member.matches() ? ", key " + member.group(1) : "";
  }

  private static List<String> segments(String key) {
    List<String> segments = new ArrayList<>();
    Matcher segment = SEGMENT.matcher(key);
    while (segment.find()) {
      for (int group = 1; group <= segment.groupCount(); group++) {
        if (segment.group(group) != null) {
          segments.add(segment.group(group));
        }
      }
    }
    return segments;
  }
}
