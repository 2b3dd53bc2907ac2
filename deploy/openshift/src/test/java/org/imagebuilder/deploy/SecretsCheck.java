package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Secrets come from Secrets: none is written down, neither by its name nor by its looks. */
final class SecretsCheck implements Check {
  private static final Pattern SECRET =
      Pattern.compile(".*(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|PRIVATE|_KEY|DSN).*");

  /** What is only about a secret: where it is fetched, looked up or read. */
  private static final Pattern ABOUT =
      Pattern.compile(".*(_URLS?|_FILE|_PATH|_CLAIMS|_ENABLED)$|.*_KEY_(URLS|AGE|PAUSE|TIMEOUT)$");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+=_-]{20,}");
  private static final Pattern USER_IN_URL = Pattern.compile("://[^/\\s:@]+:[^/\\s@]+@");
  private static final double MUCH = 3.7;

  @Override
  public Stream<String> problems(Processed template) {
    Stream<String> variables =
        template.pods().stream()
            .flatMap(pod -> pod.containers().stream())
            .flatMap(
                container ->
                    container.environment().stream()
                        .filter(SecretsCheck::isWritten)
                        .map(
                            variable ->
                                "%s: %s is a secret by its name, and has to come from a Secret"
                                    .formatted(container.title(), variable.path("name").asText())));
    Stream<String> texts =
        texts(template.template().tree())
            .flatMap(text -> looks(text).map(why -> template.template().name() + ": " + why));
    Stream<String> inSecrets =
        template.template().objects().stream()
            .filter(object -> object.path("kind").asText().equals("Secret"))
            .flatMap(secret -> written(secret));
    return Stream.of(variables, texts, inSecrets).flatMap(each -> each);
  }

  private static boolean isWritten(JsonNode variable) {
    String name = variable.path("name").asText();
    String value = variable.path("value").asText("");
    boolean isPath = value.startsWith("/");
    return SECRET.matcher(name).matches()
        && !ABOUT.matcher(name).matches()
        && !value.isEmpty()
        && !isPath;
  }

  // Of a Secret that a template makes only what is secret has to be a parameter.
  private static Stream<String> written(JsonNode secret) {
    return Stream.of("data", "stringData")
        .flatMap(part -> secret.path(part).properties().stream())
        .filter(
            member ->
                SECRET.matcher(member.getKey().toUpperCase(Locale.ROOT)).matches()
                    && !member.getValue().asText().matches("\\$\\{\\w+}"))
        .map(
            member ->
                "%s: %s is written down, in place of a parameter"
                    .formatted(Processed.title(secret), member.getKey()));
  }

  private static Stream<String> looks(String text) {
    if (USER_IN_URL.matcher(text).find()) {
      return Stream.of("a URL has a password in it");
    }
    return WORD.matcher(text)
        .results()
        .map(found -> found.group())
        .filter(word -> word.matches(".*[0-9].*") && word.matches(".*[A-Za-z].*"))
        .filter(word -> bits(word) > MUCH)
        .map(word -> "a text looks like a secret: %s…".formatted(word.substring(0, 4)));
  }

  /** Shannon's entropy per character; words stay below four, random letters and digits do not. */
  static double bits(String word) {
    Map<Integer, Long> counts =
        word.chars()
            .boxed()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.values().stream()
        .mapToDouble(count -> (double) count / word.length())
        .map(share -> -share * Math.log(share) / Math.log(2))
        .sum();
  }

  private static Stream<String> texts(JsonNode node) {
    return node.isTextual()
        ? Stream.of(node.asText())
        : node.valueStream().flatMap(SecretsCheck::texts);
  }
}
