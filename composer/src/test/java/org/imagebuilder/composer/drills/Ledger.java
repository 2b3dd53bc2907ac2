package org.imagebuilder.composer.drills;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients and workers were told, to be held against what the database says in the end. */
final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Map<String, UUID> composes = new ConcurrentHashMap<>();
  private final Map<UUID, Set<UUID>> finished = new ConcurrentHashMap<>();
  private final List<String> surprises = new CopyOnWriteArrayList<>();
  private final AtomicInteger away = new AtomicInteger();

  String nextKey() {
    String key = UUID.randomUUID().toString();
    keys.add(key);
    return key;
  }

  void asked(String key, HttpResponse<String> answer) {
    if (answer.statusCode() != 201) {
      surprises.add("POST /compose: " + answer.statusCode() + " " + answer.body());
      return;
    }
    try {
      composes.put(key, UUID.fromString(JSON.readTree(answer.body()).path("id").asText()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A worker heard that its result was taken. */
  void finished(UUID job, UUID token) {
    finished.computeIfAbsent(job, id -> ConcurrentHashMap.newKeySet()).add(token);
  }

  void surprise(String what) {
    surprises.add(what);
  }

  void away() {
    away.incrementAndGet();
  }

  /** How many keys were sent, whether or not an answer came. */
  int keys() {
    return keys.size();
  }

  Collection<UUID> composes() {
    return composes.values();
  }

  /** The tokens by which workers were told that they ended each job. */
  Map<UUID, Set<UUID>> finished() {
    return finished;
  }

  List<String> surprises() {
    return surprises;
  }

  /** How often a replica was not there. */
  int timesAway() {
    return away.get();
  }
}
