package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.XmlElement;

/**
 * What one of Amazon's services, or a store that speaks S3, said.
 *
 * @param xml empty: the answer had no body, or none in XML
 */
record AwsAnswer(HttpAnswer http, Optional<XmlElement> xml) {

  private static final Set<String> LATER =
      Set.of(
          "RequestTimeout",
          "SlowDown",
          "Throttling",
          "ThrottlingException",
          "RequestLimitExceeded",
          "RequestThrottled",
          "ResourceCountExceeded",
          "ServiceUnavailable",
          "Unavailable",
          "InternalError",
          "InternalFailure");

  /** The same, but judging by the codes that the services use. */
  static HttpRetry retry(HttpRetry retry) {
    return retry.again(
        http -> {
          AwsAnswer answer = of(http);
          return !answer.ok() && answer.mayWorkLater();
        });
  }

  static AwsAnswer of(HttpAnswer http) {
    if (!http.body().stripLeading().startsWith("<")) {
      return new AwsAnswer(http, Optional.empty());
    }
    try {
      return new AwsAnswer(http, Optional.of(XmlElement.read(http.body())));
    } catch (IOException e) {
      return new AwsAnswer(http, Optional.empty());
    }
  }

  /** Some errors come with a status that means success. */
  boolean ok() {
    return http.ok() && error().isEmpty();
  }

  boolean mayWorkLater() {
    return http.mayWorkLater() || code().filter(LATER::contains).isPresent();
  }

  Optional<String> code() {
    return error().flatMap(error -> error.textAt("Code"));
  }

  /** In the service's words. */
  String problem() {
    String code = code().orElse("status " + http.status());
    Optional<String> message = error().flatMap(error -> error.textAt("Message"));
    return message.map(text -> code + ": " + text).orElse(code);
  }

  /** The text of the first element of this name, wherever it is. */
  Optional<String> element(String name) {
    return xml.stream()
        .flatMap(XmlElement::tree)
        .filter(element -> element.name().equals(name) && !element.text().isEmpty())
        .map(XmlElement::text)
        .findFirst();
  }

  private Optional<XmlElement> error() {
    return xml.stream()
        .flatMap(XmlElement::tree)
        .filter(element -> element.name().equals("Error"))
        .findFirst();
  }
}
