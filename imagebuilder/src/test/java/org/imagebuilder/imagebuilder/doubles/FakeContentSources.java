package org.imagebuilder.imagebuilder.doubles;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.imagebuilder.imagebuilder.doubles.StandIn.Answer;
import org.imagebuilder.imagebuilder.doubles.StandIn.Call;

/**
 * Content sources with the repositories, snapshots and templates that a test puts into it. It pages
 * as the real one does and refuses what the real one would.
 */
public final class FakeContentSources implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BAD = 400;

  private final List<ObjectNode> repositories = new CopyOnWriteArrayList<>();
  private final List<ObjectNode> snapshots = new CopyOnWriteArrayList<>();
  private final Map<String, ObjectNode> templates = new ConcurrentHashMap<>();
  private final StandIn server = StandIn.start(this::answer);

  /** The server below, for its moods and for what was called. */
  public StandIn server() {
    return server;
  }

  /** A repository as the service writes it. */
  public void repository(String json) {
    repositories.add(object(json));
  }

  /** A row of the answer about a day's snapshots. */
  public void snapshot(String json) {
    snapshots.add(object(json));
  }

  public void template(String id, String json) {
    templates.put(id, object(json));
  }

  /** Empty and well again. */
  public void reset() {
    repositories.clear();
    snapshots.clear();
    templates.clear();
    server.calm();
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(Call call) {
    if (call.identity() == null) {
      return new Answer(401, "{\"errors\":[]}");
    }
    return switch (call.method() + " " + call.path()) {
      case "GET /repositories/" -> page(call);
      case "POST /snapshots/for_date/" -> forDate(object(call.body()));
      case "POST /repositories/bulk_export/" -> export(object(call.body()));
      default -> {
        ObjectNode template = templates.get(call.path().replaceFirst("^/templates/", ""));
        yield template == null
            ? new Answer(404, "{\"errors\":[]}")
            : Answer.ok(template.toString());
      }
    };
  }

  private Answer page(Call call) {
    Map<String, String> asked = call.parameters();
    if (asked.containsKey("url") == asked.containsKey("uuid") || !asked.containsKey("origin")) {
      return new Answer(BAD, "{\"errors\":[]}");
    }
    List<String> origins = split(call.parameter("origin"));
    String by = asked.containsKey("url") ? "url" : "uuid";
    List<String> values = split(call.parameter(by));
    List<ObjectNode> found = new ArrayList<>(repositories);
    found.removeIf(
        each ->
            !origins.contains(each.path("origin").asText())
                || values.stream().noneMatch(value -> same(value, each.path(by).asText())));
    int offset = Integer.parseInt(asked.getOrDefault("offset", "0"));
    int limit = Integer.parseInt(asked.getOrDefault("limit", "100"));
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("meta").put("count", found.size());
    ArrayNode data = answer.putArray("data");
    found.stream().skip(offset).limit(limit).forEach(data::add);
    return Answer.ok(answer.toString());
  }

  // It finds an address with and without its last slash.
  private static boolean same(String left, String right) {
    return left.replaceFirst("/$", "").equals(right.replaceFirst("/$", ""));
  }

  private Answer forDate(ObjectNode question) {
    if (!question.path("date").asText().endsWith("Z")
        || question.path("repository_uuids").isEmpty()) {
      return new Answer(BAD, "{\"errors\":[]}");
    }
    List<String> ids = texts(question.path("repository_uuids"));
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode data = answer.putArray("data");
    snapshots.stream()
        .filter(row -> ids.contains(row.path("repository_uuid").asText()))
        .forEach(data::add);
    return Answer.ok(answer.toString());
  }

  private Answer export(ObjectNode question) {
    ArrayNode exported = JSON.createArrayNode();
    List<String> ids = texts(question.path("repository_uuids"));
    repositories.stream()
        .filter(each -> ids.contains(each.path("uuid").asText()))
        .forEach(each -> exported.add(each.deepCopy().without(List.of("uuid"))));
    return Answer.ok(exported.toString());
  }

  private static List<String> split(String list) {
    return Arrays.asList(list.split(","));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(json, failure);
    }
  }
}
