package org.imagebuilder.agent.composer;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.imagebuilder.agent.http.HttpProxy;

/** Says what is wrong when composer does not answer as the contract has it, and what to do. */
final class Problems {

  private final ComposerSettings settings;

  Problems(ComposerSettings settings) {
    this.settings = settings;
  }

  /** There is no answer at all. */
  ComposerException away(IOException failure) {
    return new ComposerException.Away(
        "composer at %s cannot be reached%s: %s"
            .formatted(settings.url(), throughProxy(), why(failure)));
  }

  String throughProxy() {
    return settings.proxy().map(proxy -> " through the proxy " + proxy).orElse("");
  }

  /** The status is as it should be, but not what came with it. */
  ComposerException rubbish(int status) {
    return new ComposerException.Away(
        "what answers %d at %s is not composer, or one that this agent does not understand; check"
                .formatted(status, settings.url())
            + " agent.composer.url, and what stands between");
  }

  /** An answer that says no. */
  ComposerException failure(Reply reply) {
    Optional<ServiceFault> fault = reply.tree().flatMap(ServiceFault::of);
    String said = fault.map(it -> " (" + it.text() + ")").orElse("");
    int status = reply.status();
    String message = "composer answered %d%s%s".formatted(status, said, advice(reply, fault));
    boolean isMeant = status / 100 == 4 && fault.isPresent();
    return switch (status) {
      case 401, 403, 408, 429 -> new ComposerException.Away(message);
      default ->
          isMeant
              ? new ComposerException.Refused(status, fault.get().number(), message)
              : new ComposerException.Away(message);
    };
  }

  private String advice(Reply reply, Optional<ServiceFault> fault) {
    return switch (reply.status()) {
      case 301, 302, 303, 307, 308 ->
          "; it sends the agent to %s: set agent.composer.url to where composer itself is"
              .formatted(reply.location().map(Problems::origin).orElse("nowhere"));
      case 401 -> settings.authentication().isPresent() ? tokenAdvice() : noTokenAdvice();
      case 403 -> "; the agent is known but may not do this: check what its account is allowed";
      case 404 ->
          fault.isEmpty() || fault.get().number() != ServiceFault.TOKEN_NOT_FOUND
              ? "; check agent.composer.base-path, which is " + settings.basePath()
              : "";
      case 407 ->
          "; the proxy %s does not let the agent through: check user and password in"
                  .formatted(settings.proxy().map(HttpProxy::toString).orElse(""))
              + " agent.composer.proxy";
      default -> "";
    };
  }

  private String tokenAdvice() {
    return "; it does not take the token of %s: check agent.authentication.client-id and its rights"
        .formatted(settings.authentication().orElseThrow().tokenUrl());
  }

  private String noTokenAdvice() {
    return settings.identity().isPresent()
        ? "; it does not take the agent's certificate " + settings.identity().get().certificate()
        : "; it wants to know who calls: set agent.authentication.oauth-url and its neighbours, or"
            + " agent.composer.client-certificate and agent.composer.client-key";
  }

  /** Without path and query, which may carry secrets. */
  private static String origin(String location) {
    try {
      URI uri = URI.create(location);
      return uri.getHost() == null
          ? "another path"
          : "%s://%s".formatted(uri.getScheme(), uri.getAuthority());
    } catch (IllegalArgumentException e) {
      return "an address that is none";
    }
  }

  static String why(IOException failure) {
    return switch (failure) {
      case SSLException tls ->
          "TLS failed (%s); check agent.composer.ca-file and the certificates".formatted(text(tls));
      case UnknownHostException host -> "its name is not known";
      case ConnectException unresolved
          when unresolved.getCause() instanceof UnresolvedAddressException ->
          "its name is not known";
      case HttpConnectTimeoutException timeout -> "the connection does not come about";
      case ConnectException refused -> "nobody takes the connection";
      default -> text(failure);
    };
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  /** An error in composer's own form. */
  record ServiceFault(int number, String text) {

    static final int TOKEN_NOT_FOUND = 5;
    private static final int LONGEST = 500;

    static Optional<ServiceFault> of(JsonNode body) {
      String id = body.path("id").asText("");
      String code = body.path("code").asText("");
      if (!id.matches("\\d{1,6}") || code.isEmpty()) {
        return Optional.empty();
      }
      String message = body.path("message").asText(body.path("reason").asText(""));
      String text = code + ": " + message.replaceAll("\\p{Cntrl}", " ");
      return Optional.of(
          new ServiceFault(
              Integer.parseInt(id), text.substring(0, Math.min(LONGEST, text.length()))));
    }
  }
}
