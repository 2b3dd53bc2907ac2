package org.imagebuilder.agent.uploads.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.registries.RegistryException;

/** Says of a registry's refusal what somebody can do about it. */
final class RegistryAdvice {

  private static final int LONGEST_DETAIL = 300;

  private final Destination destination;
  private final JsonMapper json;

  RegistryAdvice(Destination destination, JsonMapper json) {
    this.destination = destination;
    this.json = json;
  }

  /** Of an answer that is not what was asked for. */
  JobErrorException refusal(HttpAnswer answer) {
    JsonNode error = error(answer);
    String code = error.path("code").asText();
    return new JobErrorException(
        JobErrorCode.UPLOADING_IMAGE, reason(answer.status(), code), details(answer, error));
  }

  /** Of no answer at all. */
  JobErrorException failure(IOException failure) {
    String registry = destination.image().registry();
    String reason =
        switch (failure) {
          case RegistryException e -> reason(e);
          case UnknownHostException e ->
              "The registry %s is not known: is the name right?".formatted(registry);
          case SSLException e ->
              "The worker does not trust the registry %s, or it speaks no TLS: %s"
                  .formatted(registry, destination.trustAdvice());
          default ->
              "The registry %s cannot be reached, or broke the connection: is it up, and can the"
                      .formatted(registry)
                  + " worker's machine reach it?";
        };
    return new JobErrorException(
        JobErrorCode.UPLOADING_IMAGE, reason, String.valueOf(failure.getMessage()));
  }

  /** Of an answer that no registry gives. */
  JobErrorException nonsense(String what) {
    return new JobErrorException(
        JobErrorCode.UPLOADING_IMAGE,
        "%s does not answer as a container registry does: is the name right?"
            .formatted(destination.image().registry()),
        what);
  }

  private String reason(RegistryException failure) {
    String registry = destination.image().registry();
    return switch (failure.why()) {
      case LOGIN_MISSING ->
          "The registry %s wants a login: give %s".formatted(registry, destination.loginAdvice());
      case LOGIN_REFUSED -> refused();
      case NONSENSE ->
          "%s does not answer as a container registry does: is the name right?".formatted(registry);
    };
  }

  private String refused() {
    return "The registry %s does not let the worker in: check %s"
        .formatted(destination.image().registry(), destination.loginAdvice());
  }

  private String reason(int status, String code) {
    String registry = destination.image().registry();
    String repository = destination.image().repository();
    return switch (status) {
      case 401 -> refused();
      case 403 ->
          "The registry %s does not allow this login to write to %s: grant it, or name another"
                  .formatted(registry, repository)
              + " repository";
      case 404 ->
          "The registry %s has no repository %s and makes none: create it, or name another"
              .formatted(registry, repository);
      case 405, 415 ->
          "The registry %s takes no images of this form: is it one that can be written to, and of"
                  .formatted(registry)
              + " this decade?";
      case 413 ->
          "The registry %s, or a proxy before it, takes no layer of this size: raise its limit"
              .formatted(registry);
      case 429 -> "The registry %s has been asked too often: try again later".formatted(registry);
      default ->
          status >= 500
              ? "The registry %s is in trouble (%d): try again later".formatted(registry, status)
              : byCode(code, status);
    };
  }

  private String byCode(String code, int status) {
    String registry = destination.image().registry();
    return switch (code) {
      case "NAME_INVALID", "TAG_INVALID" ->
          "The registry %s does not take the name %s".formatted(registry, destination);
      case "DIGEST_INVALID", "SIZE_INVALID" ->
          "The registry %s got something else than was sent, or the image is damaged"
              .formatted(registry);
      case "MANIFEST_INVALID", "MANIFEST_BLOB_UNKNOWN", "UNSUPPORTED" ->
          "The registry %s takes no images of this form".formatted(registry);
      case "" ->
          status / 100 == 4
              ? "The registry %s refused the image (%d)".formatted(registry, status)
              : "%s does not answer as a container registry does: is the name right?"
                  .formatted(registry);
      default -> "The registry %s refused the image (%s)".formatted(registry, code);
    };
  }

  private JsonNode error(HttpAnswer answer) {
    try {
      JsonNode tree = json.readTree(answer.body());
      return tree == null ? MissingNode.getInstance() : tree.path("errors").path(0);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /** Code and message by the protocol; anything else that a server says may be anything. */
  private static String details(HttpAnswer answer, JsonNode error) {
    String said = error.path("message").asText().replaceAll("\\p{Cntrl}+", " ");
    String message =
        said.length() > LONGEST_DETAIL ? said.substring(0, LONGEST_DETAIL) + "…" : said;
    String code = error.path("code").asText().replaceAll("[^A-Z_]", "");
    return "status %d %s %s".formatted(answer.status(), code, message).strip();
  }
}
