package org.imagebuilder.agent.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;

/** What the value of a key has to be. */
enum Kind {
  TEXT("a text in quotes"),
  WORD("a text in quotes of letters, digits, dots, hyphens and underscores"),
  FLAG("true or false, without quotes"),
  COUNT("a whole number from 0 up, without quotes"),
  URL("a URL in quotes, such as \"https://example.com/path\""),
  PATH_OF_URL("a path in quotes that begins with a slash, such as \"/api/worker/v1\"");

  private final String description;

  Kind(String description) {
    this.description = description;
  }

  String description() {
    return description;
  }

  boolean accepts(JsonNode value) {
    String text = value.asText();
    return switch (this) {
      case TEXT -> value.isTextual();
      case WORD -> value.isTextual() && text.matches("[A-Za-z0-9._-]*");
      case FLAG -> value.isBoolean();
      case COUNT -> value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 0;
      case URL -> value.isTextual() && (text.isEmpty() || isUrl(text));
      case PATH_OF_URL -> value.isTextual() && (text.isEmpty() || text.startsWith("/"));
    };
  }

  /** Empty texts and zeros mean in the predecessor's file that nothing is set. */
  boolean isUnset(JsonNode value) {
    return switch (this) {
      case TEXT, WORD, URL, PATH_OF_URL -> value.asText().isEmpty();
      case COUNT -> value.asInt() == 0;
      case FLAG -> false;
    };
  }

  private static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
