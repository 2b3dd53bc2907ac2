package org.imagebuilder.composer.errors;

import jakarta.ws.rs.WebApplicationException;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/**
 * A request that is refused for what it takes to carry it: its size, its slowness, or too many of
 * its kind. The message is for the caller.
 */
public final class DoorException extends WebApplicationException {
  @Serial private static final long serialVersionUID = 1L;

  private static final int BAD_REQUEST = 400;
  private static final int TOO_LARGE = 413;
  private static final int URI_TOO_LONG = 414;
  private static final int TOO_MANY = 429;
  private static final int HEADERS_TOO_LARGE = 431;
  private static final Duration SHORT_WHILE = Duration.ofSeconds(2);

  private final boolean noHttp;

  private DoorException(String message, int status) {
    this(message, status, false);
  }

  private DoorException(String message, int status, boolean noHttp) {
    super(message, status);
    this.noHttp = noHttp;
  }

  /** The request breaks the rules of HTTP; how, is for its sender. */
  public static DoorException noHttp(String how) {
    return new DoorException(how, BAD_REQUEST, true);
  }

  /** The body is larger than this. */
  public static DoorException bodyTooLarge(long limit) {
    return new DoorException("at most " + limit + " bytes are accepted here", TOO_LARGE);
  }

  /** The path with its parameters is longer than this. */
  public static DoorException uriTooLong(long limit) {
    return new DoorException(
        "a path with its parameters may have at most " + limit + " bytes", URI_TOO_LONG);
  }

  /** The headers are larger than this. */
  public static DoorException headTooLarge(long limit) {
    return new DoorException(
        "all headers together may have at most " + limit + " bytes", HEADERS_TOO_LARGE);
  }

  /** The body did not come, or not to its end. */
  public static DoorException bodyBroken(String how) {
    return new DoorException(how, BAD_REQUEST);
  }

  /** Others are being served; come again in a short while. */
  public static DoorException tooMany() {
    return new DoorException("too many requests are under way", TOO_MANY);
  }

  /** Whether it is the form of the request that is wrong, and not its body. */
  public boolean isNoHttp() {
    return noHttp;
  }

  /** When it is worth to come again, where it is. */
  public Optional<Duration> retryAfter() {
    return getResponse().getStatus() == TOO_MANY ? Optional.of(SHORT_WHILE) : Optional.empty();
  }
}
