package org.imagebuilder.imagebuilder.traces;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes each call of a neighbour a span, and tells the neighbour of it: at Vert.x itself, where no
 * client gets past and also calls end that nobody answers. Takes its place only where traces are
 * on.
 */
@Singleton
class CallSpans implements VertxOptionsCustomizer {
  private static final int FIRST_ERROR = 400;

  private final Traces traces;

  CallSpans(Traces traces) {
    this.traces = traces;
  }

  @Override
  public void accept(VertxOptions options) {
    if (traces.areOn()) {
      VertxTracerFactory factory = tracing -> new Calls();
      options.setTracingOptions(new TracingOptions().setFactory(factory));
    }
  }

  /** Looks at calls over HTTP; what is said to the database is no neighbour's business. */
  private static final class Calls implements VertxTracer<Object, Span> {
    @Override
    public <R> @Nullable Span sendRequest(
        Context context,
        io.vertx.core.spi.tracing.SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        BiConsumer<String, String> headers,
        TagExtractor<R> tags) {
      Optional<Span> around = Traces.of(context).or(Traces::current);
      if (!(request instanceof HttpRequest call) || around.isEmpty()) {
        return null;
      }
      Span span =
          around
              .get()
              .child(call.method().name(), SpanKind.CLIENT)
              .with("http.request.method", call.method().name());
      if (call.remoteAddress() != null && call.remoteAddress().host() != null) {
        span.with("server.address", call.remoteAddress().host())
            .with("server.port", call.remoteAddress().port());
      }
      headers.accept(TraceContext.HEADER, span.context().header());
      return span;
    }

    @Override
    public <R> void receiveResponse(
        Context context,
        @Nullable R response,
        @Nullable Span span,
        @Nullable Throwable failure,
        TagExtractor<R> tags) {
      if (span == null) {
        return;
      }
      if (failure != null) {
        span.failed(failure.getClass().getSimpleName());
      }
      int status =
          switch (response) {
            case HttpResponse answer -> answer.statusCode();
            case HttpClientResponse answer -> answer.statusCode();
            case null, default -> 0;
          };
      if (status > 0) {
        span.with("http.response.status_code", status);
      }
      if (status >= FIRST_ERROR) {
        span.failed(Integer.toString(status));
      }
      span.end();
    }
  }
}
