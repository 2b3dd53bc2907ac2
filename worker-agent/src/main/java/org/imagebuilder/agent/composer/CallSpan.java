package org.imagebuilder.agent.composer;

import java.util.Optional;
import org.imagebuilder.agent.traces.Span;
import org.imagebuilder.agent.traces.SpanKind;
import org.imagebuilder.agent.traces.Traces;

/**
 * A call of composer as a span, if it is made for a job; without its path, which holds the lease's
 * token.
 */
final class CallSpan implements AutoCloseable {

  private static final int FIRST_ERROR = 400;

  private final Optional<Span> span;
  private boolean answered;

  private CallSpan(Optional<Span> span) {
    this.span = span;
  }

  static CallSpan begin(String method) {
    return new CallSpan(
        Traces.current()
            .map(job -> job.child(method, SpanKind.CLIENT).with("http.request.method", method)));
  }

  /** What composer is told of it. */
  Optional<String> header() {
    return span.map(it -> it.context().header());
  }

  Reply answered(Reply reply) {
    answered = true;
    span.ifPresent(it -> it.with("http.response.status_code", reply.status()));
    if (reply.status() >= FIRST_ERROR) {
      span.ifPresent(it -> it.failed(Integer.toString(reply.status())));
    }
    return reply;
  }

  @Override
  public void close() {
    if (!answered) {
      span.ifPresent(it -> it.failed("no answer"));
    }
    span.ifPresent(Span::end);
  }
}
