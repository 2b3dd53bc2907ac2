package org.imagebuilder.imagebuilder.doors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;

/** Holds an answer to what the contract says about its operation. */
final class ReplyCheck {
  /** What every path may answer. */
  private static final Set<Integer> EVERYWHERE = Set.of(400, 401, 404, 405, 414, 429, 431);

  private static final Pattern INSIDES =
      Pattern.compile(
          "org\\.imagebuilder|java\\.(lang|util|io)|com\\.fasterxml|io\\.(quarkus|vertx|netty)"
              + "|org\\.hibernate|[a-z]Exception\\b|\\sat \\S{1,200}\\(\\S+\\.java");

  private final ServedContract contract = ServedContract.DOCUMENT;

  /** What is wrong with the answer; nothing is, most of the time. */
  List<String> faults(Door door, Answer answer) {
    List<String> faults = new ArrayList<>();
    int status = answer.status();
    if (status >= 500) {
      faults.add("is the server's fault");
    }
    Optional<JsonNode> documented = door.answer(status);
    if (documented.isEmpty() && !EVERYWHERE.contains(status)) {
      faults.add("is not documented");
    }
    if (INSIDES.matcher(answer.text()).find()) {
      faults.add("shows what is inside of the program");
    }
    if (status >= 400 && status != 414) {
      refusal(answer, faults);
    } else {
      documented.ifPresent(told -> body(told, answer, faults));
    }
    return faults;
  }

  private void body(JsonNode documented, Answer answer, List<String> faults) {
    JsonNode content = documented.path("content");
    if (content.isEmpty()) {
      if (!answer.text().isEmpty()) {
        faults.add("has a body where none is documented");
      }
      return;
    }
    if (!content.has(type(answer))) {
      faults.add("is of type '" + type(answer) + "', which is not documented");
    } else if (type(answer).equals("application/json")) {
      contract
          .faults(content.at("/application~1json/schema"), answer.json())
          .forEach(fault -> faults.add("does not fit its schema: " + fault));
    }
  }

  /** Every refusal has the one documented body; those of the identity are not met here. */
  private void refusal(Answer answer, List<String> faults) {
    if (!type(answer).equals("application/json")) {
      faults.add("is of type '" + type(answer) + "'");
      return;
    }
    JsonNode errors = answer.json().path("errors");
    if (errors.isEmpty()) {
      faults.add("names no error");
    }
    for (JsonNode error : errors) {
      boolean named =
          error.path("title").asText().equals(Integer.toString(answer.status()))
              // Rules of blueprints and their names have words for a title.
              || (answer.status() == 422 && !error.path("title").asText().isBlank());
      if (!named || error.path("detail").asText().isBlank() || error.size() != 2) {
        faults.add("has an error of another form");
      }
    }
  }

  private static String type(Answer answer) {
    return answer.response().headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
  }
}
