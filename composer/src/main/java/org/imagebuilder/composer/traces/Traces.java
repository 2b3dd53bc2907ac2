package org.imagebuilder.composer.traces;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * The room's door. Off unless a collector is named; then a caller's context is still handed on to
 * whom it concerns, but no span is begun.
 */
@Singleton
public class Traces {
  private static final String PROGRAM = "composer";
  private static final String SCOPE = "org.imagebuilder.composer";
  private static final String KEY = Traces.class.getName();

  private final Optional<TracesConfig> config;
  private final Optional<SpanSender> sender;
  private final Optional<String> complaint;

  @Inject
  public Traces() {
    this(
        variable ->
            ConfigProvider.getConfig()
                .getOptionalValue(
                    variable.toLowerCase(Locale.ROOT).replace('_', '.'), String.class));
  }

  /** With the values of these variables. */
  Traces(Function<String, Optional<String>> variables) {
    Optional<TracesConfig> read = Optional.empty();
    Optional<String> wrong = Optional.empty();
    try {
      read = TracesConfig.of(variables, PROGRAM);
    } catch (IllegalArgumentException senseless) {
      wrong = Optional.of(String.valueOf(senseless.getMessage()));
    }
    config = read;
    complaint = wrong;
    sender = config.map(settings -> new SpanSender(settings, SCOPE));
  }

  /** What is wrong with the settings; they count as none then. */
  public Optional<String> complaint() {
    return complaint;
  }

  /** Whether spans are begun here. */
  public boolean areOn() {
    return config.isPresent();
  }

  /** How many spans the collector took. */
  public long sent() {
    return sender.map(SpanSender::sent).orElse(0L);
  }

  /** How many spans nobody will see, because the collector is away or slow. */
  public long dropped() {
    return sender.map(SpanSender::dropped).orElse(0L);
  }

  /**
   * Begins the span of a request.
   *
   * @param callers the values of its {@link TraceContext#HEADER}
   * @param mayBeginTrace whether it gets a span when its caller names none
   */
  public Optional<Span> serve(String name, List<String> callers, boolean mayBeginTrace) {
    Optional<TraceContext> caller = TraceContext.of(callers);
    if (config.isEmpty()) {
      return caller.map(Span::passing);
    }
    if (caller.isEmpty() && !mayBeginTrace) {
      return Optional.empty();
    }
    String traceId = caller.map(TraceContext::traceId).orElseGet(TraceContext::newTraceId);
    boolean sampled = config.get().sampler().takes(caller, traceId);
    return Optional.of(
        Span.begin(
            new TraceContext(traceId, TraceContext.newSpanId(), sampled),
            caller.map(TraceContext::spanId).orElse(""),
            SpanKind.SERVER,
            name,
            sender.orElseThrow()));
  }

  /** Stands for a span that was begun elsewhere or earlier, and was noted as this header. */
  public Optional<Span> resume(Optional<String> noted) {
    Optional<TraceContext> context = noted.flatMap(TraceContext::of);
    return sender.isPresent()
        ? context.map(known -> Span.begin(known, "", SpanKind.INTERNAL, "", sender.get()))
        : context.map(Span::passing);
  }

  /** What the current context does from now on belongs to this span. */
  public static void remember(Span span) {
    Context context = Vertx.currentContext();
    if (isOneRequests(context)) {
      context.putLocal(KEY, span);
    }
  }

  /** The span that what is being done now belongs to. */
  public static Optional<Span> current() {
    Context context = Vertx.currentContext();
    return isOneRequests(context) ? Optional.ofNullable(context.getLocal(KEY)) : Optional.empty();
  }

  /** What to note down with work that is done later. */
  public static Optional<String> currentHeader() {
    return current().map(span -> span.context().header());
  }

  /** Work as a span of its own, where there is one to belong to; begins when it is asked for. */
  public static <T> Uni<T> within(String name, Function<Optional<Span>, Uni<T>> work) {
    Optional<Span> around = current();
    if (around.isEmpty()) {
      return work.apply(around);
    }
    return Uni.createFrom()
        .deferred(
            () -> {
              Span span = around.get().child(name, SpanKind.INTERNAL);
              return Uni.createFrom()
                  .deferred(() -> work.apply(Optional.of(span)))
                  .onFailure()
                  .invoke(failure -> span.failed(failure.getClass().getSimpleName()))
                  .onTermination()
                  .invoke(span::end);
            });
  }

  // An event loop's own context serves all its requests.
  private static boolean isOneRequests(@Nullable Context context) {
    return context instanceof ContextInternal internal && internal.isDuplicate();
  }

  @PreDestroy
  void close() {
    sender.ifPresent(SpanSender::close);
  }
}
