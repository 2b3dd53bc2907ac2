package org.imagebuilder.imagebuilder.traces;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ids of the request that is being served.
 *
 * @param id the same for all that is done for one user's request, in all services
 * @param span the caller's part of it
 * @param requestId what the gateway in front of us calls the request; empty without one
 */
public record Trace(String id, String span, String requestId) {
  /** The header of {@link #id()}, inwards, outwards and in answers. */
  public static final String ID_HEADER = "X-Strc-Trace-ID";

  /** The header of {@link #span()}. */
  public static final String SPAN_HEADER = "X-Strc-Span-ID";

  /** The gateway's header. */
  public static final String REQUEST_ID_HEADER = "x-rh-insights-request-id";

  private static final String KEY = Trace.class.getName();

  // What a log line and a header can hold without being mistaken for something else.
  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/+=-]{0,63}");

  /** Whatever is missing or unfit to be repeated is replaced. */
  static Trace of(@Nullable String id, @Nullable String span, @Nullable String requestId) {
    return new Trace(
        fit(id).orElseGet(Trace::made),
        fit(span).orElseGet(Trace::made),
        fit(requestId).orElse(""));
  }

  /** One for work that no request asked for. */
  static Trace fresh() {
    return of(null, null, null);
  }

  /** The trace of what is being done now, if it is done for a request. */
  public static Optional<Trace> current() {
    Context context = Vertx.currentContext();
    return isOneRequests(context) ? Optional.ofNullable(context.getLocal(KEY)) : Optional.empty();
  }

  /** What is done in this context from now on is done for this trace. */
  void remember() {
    Context context = Vertx.currentContext();
    if (isOneRequests(context)) {
      context.putLocal(KEY, this);
    }
  }

  // An event loop's own context serves all its requests.
  private static boolean isOneRequests(@Nullable Context context) {
    return context instanceof ContextInternal internal && internal.isDuplicate();
  }

  private static Optional<String> fit(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> FIT.matcher(text).matches());
  }

  private static String made() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
