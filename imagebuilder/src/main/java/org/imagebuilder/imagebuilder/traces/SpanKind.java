package org.imagebuilder.imagebuilder.traces;

/** How a span is related to the one that it follows from. */
public enum SpanKind {
  /** Stands for another program's. */
  INTERNAL(1),
  /** An answer to a request of another program. */
  SERVER(2),
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
