package org.imagebuilder.composer.doors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.imagebuilder.composer.contracts.Contract;
import org.imagebuilder.composer.contracts.ExampleCheck;
import org.imagebuilder.composer.contracts.Operation;
import org.jspecify.annotations.Nullable;

/** Holds an answer to what the contract says about its operation. */
final class ReplyCheck {
  /** What each document allows every path to answer, by status. */
  private static final Map<String, Set<String>> EVERYWHERE =
      Map.of(
          "composer",
              Set.of(
                  "400:28", "401:401", "404:21", "405:22", "406:23", "414:53", "429:51", "431:52"),
          "worker", Set.of("404:11", "405:12", "406:13", "414:29", "431:23", "400:30"));

  private static final Pattern KSUID = Pattern.compile("[0-9A-Za-z]{27}");
  private static final Pattern INSIDES =
      Pattern.compile(
          "org\\.imagebuilder|java\\.(lang|util|io)|com\\.fasterxml|io\\.(quarkus|vertx|netty)"
              + "|[a-z]Exception\\b|\\sat \\S{1,200}\\(\\S+\\.java");

  private final Map<String, ExampleCheck> schemas =
      Map.of(
          "composer", new ExampleCheck(ServedContracts.CLOUD),
          "worker", new ExampleCheck(ServedContracts.WORKER));

  /** Whether a request body is one that the contract allows. */
  boolean isAllowed(Operation operation, JsonNode body) {
    return schema(operation).faults(requestSchema(operation), body).isEmpty();
  }

  /** What is wrong with the answer; nothing is, most of the time. */
  List<String> faults(Call call, Reply reply) {
    List<String> faults = new ArrayList<>();
    if (reply.status() >= 500) {
      faults.add("is the server's fault");
    }
    boolean head = call.method().equals("HEAD");
    if (reply.isRefusal() && !head) {
      refusal(call.operation(), reply, faults);
    }
    if (head && reply.body().length() > 0) {
      faults.add("has a body, and HEAD has none");
    }
    Optional<Operation.Answer> documented = documented(call.operation(), reply.status());
    if (documented.isPresent() && !head) {
      body(documented.get(), reply, faults);
    } else if (documented.isEmpty() && !isEverywhere(call.operation(), reply, head)) {
      faults.add("is not documented");
    }
    return faults.stream()
        .map(
            fault ->
                "%s\n  → %d %s\n  %s"
                    .formatted(call, reply.status(), shortened(reply.text()), fault))
        .toList();
  }

  private void body(Operation.Answer answer, Reply reply, List<String> faults) {
    List<Operation.Body> bodies =
        answer.operation().bodies().stream()
            .filter(body -> body.kind().equals(answer.status()))
            .toList();
    String type = reply.header("Content-Type").split(";", 2)[0].toLowerCase(Locale.ROOT);
    if (bodies.isEmpty() && reply.body().length() > 0) {
      faults.add("has a body where none is documented");
    } else if (!bodies.isEmpty()
        && bodies.stream().noneMatch(body -> body.mediaType().equals(type))) {
      faults.add("is of type '" + type + "', which is not documented");
    } else if (type.equals(Call.JSON)) {
      bodies.stream()
          .filter(body -> body.mediaType().equals(Call.JSON))
          .forEach(
              body ->
                  schema(answer.operation())
                      .faults(body.node().path("schema"), reply.json())
                      .stream()
                      .map(fault -> "does not fit its schema: " + fault)
                      .forEach(faults::add));
    }
  }

  /** Every refusal has the one documented body, with a number of the catalogue. */
  private void refusal(Operation operation, Reply reply, List<String> faults) {
    if (INSIDES.matcher(reply.text()).find()) {
      faults.add("shows what is inside of the program");
    }
    if (!reply.header("Content-Type").equals(Call.JSON)) {
      faults.add("is of type '" + reply.header("Content-Type") + "'");
      return;
    }
    Contract contract = operation.contract();
    JsonNode error = reply.json();
    schema(operation)
        .faults(contract.root().at("/components/schemas/ServiceError"), error)
        .forEach(fault -> faults.add("is no documented error: " + fault));
    String number = error.path("id").asText();
    JsonNode entry = number.matches("\\d{1,6}") ? entry(contract, number) : null;
    if (entry == null
        || !Set.of(entry.path("status").asText(), entry.path("also").asText())
            .contains(Integer.toString(reply.status()))) {
      faults.add("has number " + number + ", which the catalogue does not know with this status");
    }
    if (!KSUID.matcher(error.path("operation_id").asText()).matches()) {
      faults.add("has no operation id");
    }
    if (!error.path("href").asText().endsWith("/errors/" + number)) {
      faults.add("leads elsewhere");
    }
  }

  private static @Nullable JsonNode entry(Contract contract, String number) {
    return contract.catalogue().get(Integer.valueOf(number));
  }

  private static boolean isEverywhere(Operation operation, Reply reply, boolean head) {
    Set<String> allowed = EVERYWHERE.getOrDefault(operation.contract().name(), Set.of());
    return head
        ? allowed.stream().anyMatch(each -> each.startsWith(reply.status() + ":"))
        : reply.isRefusal() && allowed.contains(reply.status() + ":" + reply.text("id"));
  }

  private static Optional<Operation.Answer> documented(Operation operation, int status) {
    return operation.answers().stream()
        .filter(answer -> answer.status().equals(Integer.toString(status)))
        .findFirst();
  }

  private ExampleCheck schema(Operation operation) {
    return Objects.requireNonNull(schemas.get(operation.contract().name()));
  }

  private static JsonNode requestSchema(Operation operation) {
    return ServedContracts.requestSchema(operation).orElseThrow();
  }

  private static String shortened(String text) {
    return text.length() > 1000 ? text.substring(0, 1000) + "…" : text;
  }
}
