package org.imagebuilder.agent.traces;

import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Spans of jobs. Off unless a collector is named; then a job's trace is still told to composer and
 * to tools, but no span is begun. A trace is never begun here: somebody asked for the job.
 */
public final class Traces implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Traces.class);

  private static final String PROGRAM = "worker-agent";
  private static final String SCOPE = "org.imagebuilder.agent";

  /** Of the log's format: all of it, with the comma, so that other lines have nothing there. */
  private static final String LOGGED = "trace";

  private static final ScopedValue<Span> CURRENT = ScopedValue.newInstance();

  private final Optional<SpanSender> sender;
  private final Optional<TracesConfig> config;

  /**
   * Fails with a sentence where a value makes no sense.
   *
   * @param variables finds the value of a variable
   */
  public Traces(Function<String, Optional<String>> variables) {
    config = TracesConfig.of(variables, PROGRAM);
    sender = config.map(settings -> new SpanSender(settings, SCOPE));
  }

  /** What is wrong with the variables, in a sentence that begins with the name of one. */
  public static Optional<String> problem(Function<String, Optional<String>> variables) {
    try {
      TracesConfig.of(variables, PROGRAM);
      return Optional.empty();
    } catch (IllegalArgumentException senseless) {
      return Optional.of(String.valueOf(senseless.getMessage()));
    }
  }

  /** Off. */
  public static Traces off() {
    return new Traces(variable -> Optional.empty());
  }

  /** Whether spans are begun here. */
  public boolean areOn() {
    return config.isPresent();
  }

  /** How many spans nobody will see, because the collector is away or slow. */
  private long dropped() {
    return sender.map(SpanSender::dropped).orElse(0L);
  }

  /** Begins the span of a job, where its offer named what it belongs to. */
  public Optional<Span> begin(Optional<TraceContext> offered, String name) {
    if (config.isEmpty()) {
      return offered.map(Span::passing);
    }
    return offered.map(
        wait -> {
          boolean sampled = config.get().sampler().takes(offered, wait.traceId());
          TraceContext context =
              new TraceContext(wait.traceId(), TraceContext.newSpanId(), sampled);
          return Span.begin(context, wait.spanId(), SpanKind.INTERNAL, name, sender.orElseThrow());
        });
  }

  /** The span that what this thread does now belongs to. */
  public static Optional<Span> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Does work that belongs to a span, and says so in the log; ends nothing. */
  public static <R, X extends Throwable> R within(
      Optional<Span> span, ScopedValue.CallableOp<R, X> work) throws X {
    if (span.isEmpty()) {
      return work.call();
    }
    String logged = span.filter(Span::isOurs).map(Traces::logged).orElse("");
    Object before = MDC.put(LOGGED, logged);
    try {
      return ScopedValue.where(CURRENT, span.get()).call(work);
    } finally {
      if (before == null) {
        MDC.remove(LOGGED);
      } else {
        MDC.put(LOGGED, before);
      }
    }
  }

  private static String logged(Span span) {
    return ", traceId=%s, spanId=%s".formatted(span.context().traceId(), span.context().spanId());
  }

  /** Sends what is there, and says what was not taken. */
  @Override
  public void close() {
    sender.ifPresent(SpanSender::close);
    long lost = dropped();
    if (lost > 0) {
      LOG.warnf("Some spans did not arrive, spans=%d", lost);
    }
  }
}
