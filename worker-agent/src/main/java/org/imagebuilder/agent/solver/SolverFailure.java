package org.imagebuilder.agent.solver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** What the helper says when it cannot answer: a kind, and a reason for people. */
public record SolverFailure(String kind, String reason) {

  /** DNF names repositories by their ids, which nobody else knows. */
  private static final Pattern QUOTED_ID = Pattern.compile("'([0-9a-f]{64})'");

  private static final String INVALID_REQUEST = "InvalidRequest";
  private static final int MAX_REASON = 16 << 10;

  static SolverFailure of(JsonNode said) {
    return new SolverFailure(said.path("kind").asText(), said.path("reason").asText());
  }

  /** The helper does not know the language of the question. */
  boolean isAboutTheVersion() {
    return kind.equals(INVALID_REQUEST) && reason.contains("API version");
  }

  JobErrorException asError(Map<String, SolverRepository> repositories) {
    return new JobErrorException(code(kind), "DNF error occurred: " + kind, named(repositories));
  }

  /** The number of a kind of error; also in what image-builder says of the helper. */
  public static JobErrorCode code(String kind) {
    return switch (kind) {
      case "DepsolveError" -> JobErrorCode.DEPSOLVE_ERROR;
      case "MarkingErrors" -> JobErrorCode.MARKING_ERRORS;
      case "RepoError" -> JobErrorCode.REPOSITORY_ERROR;
      default -> JobErrorCode.SOLVER_ERROR;
    };
  }

  private String named(Map<String, SolverRepository> repositories) {
    String named =
        QUOTED_ID
            .matcher(reason)
            .replaceAll(
                found -> {
                  SolverRepository repository = repositories.get(found.group(1));
                  String label = repository == null ? "" : " [" + repository.label() + "]";
                  return Matcher.quoteReplacement(found.group() + label);
                });
    return named.length() <= MAX_REASON ? named : named.substring(0, MAX_REASON) + "…";
  }
}
