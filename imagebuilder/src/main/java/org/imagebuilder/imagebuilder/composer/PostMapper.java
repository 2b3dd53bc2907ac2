package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Reads composer's answers to a posted compose, and to one that is called off. */
final class PostMapper {
  private static final int NO_BASEURL = 24;
  private static final int NO_GPG_KEY = 29;
  private static final int NO_REPOSITORY_ADDRESS = 7;
  private static final int OSTREE = 10;
  private static final int COMPOSE_UNKNOWN = 15;

  private PostMapper() {}

  static PostAnswer answer(ComposerReply reply) {
    if (reply.status() == 201) {
      return accepted(reply.body());
    }
    JsonNode error = reply.body();
    boolean told = error.path("reason").isTextual() && error.hasNonNull("id");
    boolean users = reply.status() == 400 || reply.status() == 413 || reply.status() == 422;
    if (told) {
      return new PostAnswer.Refused(users ? refusal(error) : failure(error));
    }
    // An old composer, or a proxy, refused without a word that can be read.
    if (reply.status() >= 400 && reply.status() < 500) {
      return new PostAnswer.Refused(new ApiException(ErrorCode.COMPOSER_FAILED, ""));
    }
    return new PostAnswer.Unknown("status " + reply.status() + " without an error");
  }

  static CancelAnswer cancelled(ComposerReply reply) {
    if (reply.status() == 200) {
      return switch (reply.body().path("status").asText()) {
        case "failure" -> CancelAnswer.GONE;
        case "success" -> CancelAnswer.STAYS;
        default -> CancelAnswer.UNKNOWN;
      };
    }
    if (reply.status() == 404 || reply.status() == 405) {
      // An unknown compose is one thing, a path that an old composer does not know another.
      return reply.body().path("id").asInt() == COMPOSE_UNKNOWN
          ? CancelAnswer.GONE
          : CancelAnswer.STAYS;
    }
    return CancelAnswer.UNKNOWN;
  }

  private static PostAnswer accepted(JsonNode body) {
    try {
      return new PostAnswer.Accepted(UUID.fromString(body.path("id").asText()));
    } catch (IllegalArgumentException failure) {
      return new PostAnswer.Unknown("an id that is none");
    }
  }

  private static ApiException refusal(JsonNode error) {
    return switch (error.path("id").asInt()) {
      case OSTREE -> new ApiException(ErrorCode.OSTREE_REPOSITORY);
      case NO_BASEURL, NO_GPG_KEY ->
          new ApiException(ErrorCode.COMPOSER_REFUSED_REPOSITORY, error.path("reason").asText());
      case NO_REPOSITORY_ADDRESS ->
          new ApiException(ErrorCode.COMPOSER_REFUSED_REPOSITORY, sentence(error));
      default -> new ApiException(ErrorCode.COMPOSER_REFUSED, sentence(error));
    };
  }

  private static ApiException failure(JsonNode error) {
    return new ApiException(ErrorCode.COMPOSER_FAILED, ". " + sentence(error));
  }

  private static String sentence(JsonNode error) {
    JsonNode details = error.path("details");
    String text = details.isTextual() ? details.textValue() : details.toString();
    boolean nothing = details.isMissingNode() || details.isNull() || text.isBlank();
    return error.path("reason").asText() + (nothing ? "" : ": " + text);
  }
}
