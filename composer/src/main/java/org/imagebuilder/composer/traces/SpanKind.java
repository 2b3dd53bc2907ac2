package org.imagebuilder.composer.traces;

/** How a span is related to the one that it follows from. */
public enum SpanKind {
  /** Work within the program. */
  INTERNAL(1),
  /** An answer to a request of another program. */
  SERVER(2),
  /** A call of another program. */
  CLIENT(3),
  /** What was put into a queue is taken out of it. */
  CONSUMER(5);

  private final int number;

  SpanKind(int number) {
    this.number = number;
  }

  /** Its number in OTLP. */
  int number() {
    return number;
  }
}
