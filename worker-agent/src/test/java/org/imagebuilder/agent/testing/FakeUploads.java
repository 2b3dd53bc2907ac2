package org.imagebuilder.agent.testing;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Artifacts as composer takes them: whole or in parts, and sometimes not at all. */
final class FakeUploads {
  private static final int NEVER = -1;

  private final Map<String, byte[]> begun = new ConcurrentHashMap<>();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final AtomicInteger breakAfter = new AtomicInteger(NEVER);
  private volatile boolean refuses;

  void refuse() {
    refuses = true;
  }

  void breakAfter(int bytes) {
    breakAfter.set(bytes);
  }

  List<String> ranges() {
    return ranges;
  }

  void handle(HttpExchange exchange, String base, Optional<FakeLease> lease, String encoded)
      throws IOException {
    String name = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    if (refuses) {
      FakeAnswers.error(exchange, base, 400, 26);
    } else if (lease.isEmpty()) {
      exchange.getRequestBody().readAllBytes();
      FakeAnswers.error(exchange, base, 404, 5);
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      tell(exchange, lease.get(), name);
    } else {
      take(exchange, base, lease.get(), name);
    }
  }

  private void tell(HttpExchange exchange, FakeLease lease, String name) throws IOException {
    byte[] whole = lease.artifacts.get(name);
    byte[] part = whole == null ? begun.getOrDefault(lease.token + name, new byte[0]) : whole;
    exchange.getResponseHeaders().set("Upload-Offset", Integer.toString(part.length));
    exchange.getResponseHeaders().set("Upload-Complete", whole == null ? "?0" : "?1");
    FakeAnswers.answer(exchange, 200, null);
  }

  private static int first(String range) {
    Matcher bytes = Pattern.compile("bytes (\\d+)-\\d+/\\d+").matcher(range);
    return bytes.matches() ? Integer.parseInt(bytes.group(1)) : 0;
  }

  private void take(HttpExchange exchange, String base, FakeLease lease, String name)
      throws IOException {
    String range = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Range"));
    ranges.add(range);
    int first = first(range);
    byte[] before = first == 0 ? new byte[0] : begun.getOrDefault(lease.token + name, new byte[0]);
    int limit = breakAfter.getAndSet(NEVER);
    byte[] more =
        limit == NEVER
            ? exchange.getRequestBody().readAllBytes()
            : exchange.getRequestBody().readNBytes(limit);
    byte[] all = Arrays.copyOf(before, before.length + more.length);
    System.arraycopy(more, 0, all, before.length, more.length);
    begun.put(lease.token + name, all);
    if (limit != NEVER) {
      // Closed by the caller without an answer, as a connection that was lost.
      return;
    }
    if (first != before.length) {
      FakeAnswers.error(exchange, base, 409, 27);
      return;
    }
    lease.artifacts.put(name, all);
    FakeAnswers.answer(exchange, 200, null);
  }
}
