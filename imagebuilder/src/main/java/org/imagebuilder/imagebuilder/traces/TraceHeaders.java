package org.imagebuilder.imagebuilder.traces;

import jakarta.ws.rs.ext.Provider;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/**
 * Puts the ids on each call to a neighbour. Every client of this program has it without naming it.
 */
@Provider
public class TraceHeaders implements ResteasyReactiveClientRequestFilter {
  @Override
  public void filter(ResteasyReactiveClientRequestContext call) {
    Trace trace = Trace.current().orElseGet(Trace::fresh);
    call.getHeaders().putSingle(Trace.ID_HEADER, trace.id());
    call.getHeaders().putSingle(Trace.SPAN_HEADER, trace.span());
    // Calls that have spans of their own tell of these.
    Traces.current()
        .filter(span -> !span.isOurs())
        .ifPresent(
            span -> call.getHeaders().putSingle(TraceContext.HEADER, span.context().header()));
  }
}
