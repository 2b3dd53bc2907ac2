package org.imagebuilder.agent.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What the fake knows of one job that it handed out. */
public final class FakeLease {

  /** What a heartbeat is answered with. */
  public enum Answer {
    HELD,
    CANCELED,
    UNKNOWN
  }

  final String token = UUID.randomUUID().toString();
  final String jobId = UUID.randomUUID().toString();
  final String type;
  final @Nullable Object args;
  final List<Object> inputs;
  final AtomicInteger heartbeats = new AtomicInteger();
  final List<JsonNode> partials = new CopyOnWriteArrayList<>();
  final Map<String, byte[]> artifacts = new ConcurrentHashMap<>();
  volatile Answer answer = Answer.HELD;
  volatile @Nullable JsonNode result;
  volatile boolean handedBack;
  volatile @Nullable String worker;

  FakeLease(String type, @Nullable Object args, List<Object> inputs) {
    this.type = type;
    this.args = args;
    this.inputs = List.copyOf(inputs);
  }

  /** Whether this worker took it and got nowhere. */
  boolean isLeftBy(String former) {
    return former.equals(worker) && result == null && !handedBack;
  }

  public void answerHeartbeatsWith(Answer newAnswer) {
    answer = newAnswer;
  }

  public int heartbeats() {
    return heartbeats.get();
  }

  public List<JsonNode> partials() {
    return partials;
  }

  public Map<String, byte[]> artifacts() {
    return artifacts;
  }

  public @Nullable JsonNode result() {
    return result;
  }

  public boolean handedBack() {
    return handedBack;
  }
}
