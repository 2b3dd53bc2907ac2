package org.imagebuilder.composer.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.composer.tenants.Caller;

/** Remembers whose tokens were verified lately, by the tokens' digests. */
final class RecentCallers {
  private static final int MOST = 10_000;

  private final Map<ByteBuffer, Verified> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
          return size() > MOST;
        }
      };

  private record Verified(Caller caller, Instant until) {}

  Optional<Caller> find(ByteBuffer digest, Instant now) {
    synchronized (entries) {
      Verified entry = entries.get(digest);
      if (entry == null) {
        return Optional.empty();
      }
      if (now.isBefore(entry.until())) {
        return Optional.of(entry.caller());
      }
      entries.remove(digest);
      return Optional.empty();
    }
  }

  void remember(ByteBuffer digest, Caller caller, Instant until) {
    synchronized (entries) {
      // Put at the end, also where it was known.
      entries.remove(digest);
      entries.put(digest, new Verified(caller, until));
    }
  }

  static ByteBuffer digest(String token) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
