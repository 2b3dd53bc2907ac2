package org.imagebuilder.imagebuilder.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.FakeContentSources;
import org.imagebuilder.imagebuilder.doubles.FakeProvisioning;
import org.imagebuilder.imagebuilder.doubles.StandIn.Call;

/**
 * A row of a table in src/test/resources/translation: what is asked for, what the neighbours know,
 * and what composer is sent or the user is told.
 */
record TranslationCase(String table, JsonNode row) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All rows of a table. */
  static List<TranslationCase> of(String table) {
    String file = "/translation/" + table + ".json";
    try (InputStream rows = TranslationCase.class.getResourceAsStream(file)) {
      List<TranslationCase> cases = new ArrayList<>();
      JSON.readTree(rows).forEach(row -> cases.add(new TranslationCase(table, row)));
      return cases;
    } catch (IOException failure) {
      throw new UncheckedIOException(file, failure);
    }
  }

  /** A request for a disk image of RHEL 9.4, and what the row has instead. */
  ObjectNode request() {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    if (row.has("bootc")) {
      request.set("bootc", row.path("bootc"));
    } else {
      request.put("distribution", row.path("distribution").asText("rhel-94"));
    }
    ObjectNode image = request.putArray("image_requests").addObject();
    image.put("architecture", "x86_64").put("image_type", "guest-image");
    image.putObject("upload_request").put("type", "aws.s3").putObject("options");
    image.setAll(image(row));
    if (row.has("customizations")) {
      request.set("customizations", row.path("customizations"));
    }
    return request;
  }

  private static ObjectNode image(JsonNode row) {
    return row.path("image") instanceof ObjectNode image
        ? image
        : JsonNodeFactory.instance.objectNode();
  }

  /** Tells the neighbours what they know. */
  void teach(FakeContentSources contentSources, FakeProvisioning provisioning) {
    row.path("known").forEach(each -> contentSources.repository(each.toString()));
    row.path("snapshots").forEach(each -> contentSources.snapshot(each.toString()));
    for (Map.Entry<String, JsonNode> each : row.path("templates").properties()) {
      contentSources.template(each.getKey(), each.getValue().toString());
    }
    for (Map.Entry<String, JsonNode> each : row.path("sources").properties()) {
      provisioning.source(each.getKey(), each.getValue().toString());
    }
  }

  boolean isRefused() {
    return row.has("refused");
  }

  String refusal() {
    return row.path("refused").asText();
  }

  /** What composer gets, by the place in its request; null: nothing. */
  Iterable<Map.Entry<String, JsonNode>> sent() {
    return row.path("sent").properties();
  }

  boolean namesCalls() {
    return row.has("calls");
  }

  JsonNode calls() {
    return row.path("calls");
  }

  /**
   * Calls in the form of a table. A call that comes twice in a row is one that took too long on a
   * busy machine: it was asked again, as it may be.
   */
  static ArrayNode written(List<Call> calls) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    Call last = null;
    for (Call call : calls) {
      if (call.equals(last)) {
        continue;
      }
      last = call;
      String question =
          call.parameters().containsKey("origin")
              ? " "
                  + call.parameter("origin")
                  + " "
                  + call.parameter("url")
                  + call.parameter("uuid")
              : "";
      list.add(call.method() + " " + call.path() + question);
    }
    return list;
  }

  @Override
  public String toString() {
    return row.path("name").asText();
  }
}
