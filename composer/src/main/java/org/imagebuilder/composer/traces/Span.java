package org.imagebuilder.composer.traces;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A piece of work from its beginning to its end. Names and attributes say what kind of work it is
 * and hold nothing secret: no tokens, no arguments, no paths with ids in them.
 */
public final class Span {
  private final TraceContext context;
  private final String parent;
  private final SpanKind kind;
  private final String name;
  private final Optional<Consumer<EndedSpan>> recorder;
  private final boolean ours;
  private final Instant begin;

  // What follows is guarded by this: work may change threads.
  private final Map<String, Object> attributes = new HashMap<>();
  private boolean failed;
  private boolean ended;

  private Span(
      TraceContext context,
      String parent,
      SpanKind kind,
      String name,
      Optional<Consumer<EndedSpan>> recorder,
      boolean ours,
      Instant begin) {
    this.context = context;
    this.parent = parent;
    this.kind = kind;
    this.name = name;
    this.recorder = context.sampled() ? recorder : Optional.empty();
    this.ours = ours;
    this.begin = begin;
  }

  /** One that begins now. */
  static Span begin(
      TraceContext context,
      String parent,
      SpanKind kind,
      String name,
      Consumer<EndedSpan> recorder) {
    return new Span(context, parent, kind, name, Optional.of(recorder), true, Instant.now());
  }

  /** Stands for the caller's: nothing is recorded, and who is called next hears of the caller. */
  static Span passing(TraceContext caller) {
    return new Span(caller, "", SpanKind.INTERNAL, "", Optional.empty(), false, Instant.EPOCH);
  }

  /** What a call made within it says of itself. */
  public TraceContext context() {
    return context;
  }

  /** Whether it was begun here, and does not only stand for the caller's. */
  public boolean isOurs() {
    return ours;
  }

  /** A piece of this work, begun now. */
  public Span child(String childName, SpanKind childKind) {
    return child(childName, childKind, Instant.now());
  }

  /** A piece of this work that began so long ago. */
  public Span childSince(Duration ago, String childName, SpanKind childKind) {
    return child(childName, childKind, Instant.now().minus(ago));
  }

  private Span child(String childName, SpanKind childKind, Instant childBegin) {
    return ours
        ? new Span(
            context.next(), context.spanId(), childKind, childName, recorder, true, childBegin)
        : this;
  }

  /** Adds a text or a whole number. */
  public synchronized Span with(String attribute, Object value) {
    if (recorder.isPresent()) {
      attributes.put(attribute, value);
    }
    return this;
  }

  /** It did not do what it was for. */
  public synchronized Span failed(String type) {
    failed = true;
    return with("error.type", type);
  }

  /** Records it; only the first end counts. */
  public synchronized void end() {
    if (ended || recorder.isEmpty()) {
      return;
    }
    ended = true;
    long since = nanos(begin);
    // A clock that is set back meanwhile ends nothing before its beginning.
    long until = Math.max(since, nanos(Instant.now()));
    recorder
        .get()
        .accept(new EndedSpan(context, parent, name, kind, since, until, attributes, failed));
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }
}
