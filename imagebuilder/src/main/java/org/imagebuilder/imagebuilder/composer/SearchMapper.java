package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Predicate;
import org.imagebuilder.imagebuilder.distributions.Architecture;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.Repository;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** A search for packages in composer's form, and its refusals in ours. */
final class SearchMapper {
  /** Composer's number for what a worker's tool would not do, such as to list too many names. */
  private static final String TOOL_REFUSED = "8";

  private SearchMapper() {}

  static ObjectNode question(Distribution distribution, Architecture architecture, String glob) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    question.put("distribution", distribution.composerName());
    question.put("architecture", architecture.name());
    question.putArray("packages").add(glob);
    // The same repositories as for an image; Debian's are the configuration of the builders.
    if (!distribution.isDebian()) {
      architecture
          .common()
          .forEach(each -> question.withArray("repositories").add(repository(each)));
    }
    return question;
  }

  static List<FoundPackage> found(FoundPackages answer, Predicate<String> wanted) {
    return answer.summaries().entrySet().stream()
        .filter(each -> wanted.test(each.getKey()))
        .map(each -> new FoundPackage(each.getKey(), each.getValue()))
        .toList();
  }

  static ApiException refusal(ObjectNode question, ComposerReply reply) {
    if (reply.status() < 400) {
      return new ApiException(ErrorCode.SEARCH_FAILED, "composer's answer cannot be read");
    }
    // With repositories the same number says that one cannot be read, which is not the caller's.
    if (reply.status() == 400
        && reply.body().path("id").asText().equals(TOOL_REFUSED)
        && !question.has("repositories")) {
      return new ApiException(
          ErrorCode.SEARCH_REFUSED, reply.body().path("details").asText(words(reply)));
    }
    return new ApiException(
        reply.status() == 503 || reply.status() == 429
            ? ErrorCode.SEARCH_UNAVAILABLE
            : ErrorCode.SEARCH_FAILED,
        words(reply));
  }

  private static String words(ComposerReply reply) {
    String reason = reply.body().path("reason").asText("composer answered " + reply.status());
    JsonNode details = reply.body().path("details");
    return details.asText().isEmpty() ? reason : reason + ": " + details.asText();
  }

  private static ObjectNode repository(Repository repository) {
    ObjectNode mapped = JsonNodeFactory.instance.objectNode();
    if (repository.baseurl().isEmpty()) {
      mapped.put("metalink", repository.metalink());
    } else {
      mapped.put("baseurl", repository.baseurl());
    }
    return mapped.put("rhsm", repository.rhsm());
  }
}
