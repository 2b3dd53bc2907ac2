package org.imagebuilder.imagebuilder.settings;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that follow from the predecessor's variables, as far as those can be read; a pure
 * function. What cannot be read is refused later, by a sentence.
 */
final class Variables {
  /** Host and port: {@code :8086}, {@code 0.0.0.0:8000}, {@code [::1]:8086}. */
  static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^\\[\\]:/\\s]*)):(\\d{1,5})");

  private static final String LOGS = "quarkus.log.category.\"org.imagebuilder\".level";
  private static final String ALL_ADDRESSES = "0.0.0.0";

  private final Function<String, Optional<String>> variables;
  private final Map<String, String> keys = new HashMap<>();

  private Variables(Function<String, Optional<String>> variables) {
    this.variables = variables;
  }

  static Map<String, String> keys(Function<String, Optional<String>> variables) {
    Variables read = new Variables(variables);
    read.listenAddress();
    read.database();
    read.logLevel();
    read.composer();
    return read.keys;
  }

  private void listenAddress() {
    variables
        .apply("LISTEN_ADDRESS")
        .map(ADDRESS::matcher)
        .filter(Matcher::matches)
        .ifPresent(
            address -> {
              String host = address.group(1) == null ? address.group(2) : address.group(1);
              keys.put("quarkus.http.host", host.isEmpty() ? ALL_ADDRESSES : host);
              keys.put("quarkus.http.port", address.group(3));
            });
  }

  // Each part is written so that whatever it holds is that part and no other.
  private void database() {
    Optional<String> host = variables.apply("PGHOST");
    Optional<String> port = variables.apply("PGPORT");
    Optional<String> name = variables.apply("PGDATABASE");
    if (host.isPresent() || port.isPresent() || name.isPresent()) {
      keys.put(
          "quarkus.datasource.reactive.url",
          "postgresql://%s:%s/%s"
              .formatted(
                  host.map(Variables::bracketed).orElse("localhost"),
                  port.orElse("5432"),
                  encoded(name.orElse("imagebuilder"))));
    }
    variables.apply("PGUSER").ifPresent(user -> literally("quarkus.datasource.username", user));
    variables
        .apply("PGPASSWORD")
        .ifPresent(password -> literally("quarkus.datasource.password", password));
  }

  // More than INFO is wanted of this program, not of all that it is made of.
  private void logLevel() {
    String level = variables.apply("LOG_LEVEL").orElse("");
    switch (level.toUpperCase(java.util.Locale.ROOT)) {
      case "TRACE", "DEBUG" -> keys.put(LOGS, level.toUpperCase(java.util.Locale.ROOT));
      case "INFO", "WARN", "ERROR" ->
          keys.put("quarkus.log.level", level.toUpperCase(java.util.Locale.ROOT));
      default -> {
        // Refused at the start, if it says anything at all.
      }
    }
  }

  private void composer() {
    variables
        .apply("COMPOSER_CA_PATH")
        .filter(path -> variables.apply("COMPOSER_URL").orElse("").startsWith("https:"))
        .ifPresent(
            path -> {
              literally("quarkus.tls.composer.trust-store.pem.certs", path.replace(",", "\\,"));
              keys.put("imagebuilder.composer.tls-configuration-name", "composer");
            });
  }

  /** A dollar would begin an expression. */
  private void literally(String key, String value) {
    keys.put(key, value.replace("$", "\\$"));
  }

  private static String bracketed(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
