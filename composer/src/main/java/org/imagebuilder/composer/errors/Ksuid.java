package org.imagebuilder.composer.errors;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Makes ids of 27 letters and digits that sort by time: seconds, then random bits. */
public final class Ksuid {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final long EPOCH = 1_400_000_000L;
  private static final int LENGTH = 27;
  private static final int RANDOM_BYTES = 16;

  private Ksuid() {}

  /** A new id of this second. */
  public static String next() {
    byte[] random = new byte[RANDOM_BYTES];
    // Ids of log lines need to differ, not to be unguessable.
    ThreadLocalRandom.current().nextBytes(random);
    return of(Instant.now(), random);
  }

  static String of(Instant time, byte[] random) {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + RANDOM_BYTES)
            .putInt((int) (time.getEpochSecond() - EPOCH))
            .put(random)
            .array();
    char[] text = new char[LENGTH];
    BigInteger rest = new BigInteger(1, bytes);
    for (int i = LENGTH - 1; i >= 0; i--) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      text[i] = DIGITS.charAt(parts[1].intValue());
      rest = parts[0];
    }
    return new String(text);
  }
}
