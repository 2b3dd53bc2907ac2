package org.imagebuilder.agent.debian;

/** A script of calls whose every word is quoted, so that a shell reads nothing into it. */
final class ShellCalls {

  private final StringBuilder script = new StringBuilder();

  ShellCalls call(String... words) {
    appendCall(words);
    script.append('\n');
    return this;
  }

  /** One of two calls, by the success of a third. */
  ShellCalls either(String[] condition, String[] then, String[] otherwise) {
    script.append("if ");
    appendCall(condition);
    script.append("; then ");
    appendCall(then);
    script.append("; else ");
    appendCall(otherwise);
    script.append("; fi\n");
    return this;
  }

  String text() {
    return script.toString();
  }

  static String quoted(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A shell's word cannot hold a NUL");
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private void appendCall(String[] words) {
    for (int i = 0; i < words.length; i++) {
      script.append(i == 0 ? "" : " ").append(quoted(words[i]));
    }
  }
}
