package org.imagebuilder.imagebuilder.doubles;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.doubles.StandIn.Answer;
import org.imagebuilder.imagebuilder.doubles.StandIn.Call;

/** Provisioning with the sources that a test puts into it. */
public final class FakeProvisioning implements AutoCloseable {
  private static final Pattern PATH = Pattern.compile("/sources/([^/]+)/upload_info");

  private final Map<String, String> sources = new ConcurrentHashMap<>();
  private final StandIn server = StandIn.start(this::answer);

  /** The server below, for its moods and for what was called. */
  public StandIn server() {
    return server;
  }

  /** A source and what the service says of its uploads. */
  public void source(String id, String json) {
    sources.put(id, json);
  }

  /** Empty and well again. */
  public void reset() {
    sources.clear();
    server.calm();
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(Call call) {
    if (call.identity() == null) {
      return new Answer(401, "{\"error\":\"who?\"}");
    }
    Matcher path = PATH.matcher(call.path());
    String known =
        call.method().equals("GET") && path.matches() ? sources.get(path.group(1)) : null;
    return known == null ? new Answer(404, "{\"error\":\"no such source\"}") : Answer.ok(known);
  }
}
