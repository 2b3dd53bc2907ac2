package org.imagebuilder.agent.traces;

/** How a span is related to the one that it follows from. */
public enum SpanKind {
  /** Work within the program. */
  INTERNAL(1),
  /** A call of another program. */
  CLIENT(3);

  private final int number;

  SpanKind(int number) {
    this.number = number;
  }

  /** Its number in OTLP. */
  int number() {
    return number;
  }
}
