package org.imagebuilder.agent.solver;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers of the last minute: people who look for packages ask the same again and again. */
final class RecentAnswers {

  private static final Duration KEPT = Duration.ofSeconds(60);
  private static final int MOST = 20;

  private record Answer(Instant given, ArrayNode packages) {}

  /** Oldest first. */
  private final Map<String, Answer> answers = new LinkedHashMap<>();

  private final InstantSource clock;

  RecentAnswers(InstantSource clock) {
    this.clock = clock;
  }

  synchronized Optional<ArrayNode> find(String question) {
    forgetOld();
    return Optional.ofNullable(answers.get(question)).map(Answer::packages);
  }

  synchronized void keep(String question, ArrayNode packages) {
    forgetOld();
    if (answers.size() >= MOST) {
      answers.remove(answers.keySet().iterator().next());
    }
    answers.put(question, new Answer(clock.instant(), packages));
  }

  private void forgetOld() {
    Instant oldest = clock.instant().minus(KEPT);
    answers.values().removeIf(answer -> answer.given().isBefore(oldest));
  }
}
