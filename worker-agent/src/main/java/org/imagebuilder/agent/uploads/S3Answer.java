package org.imagebuilder.agent.uploads;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What S3 said. Its few XML answers are flat, so single elements are picked out of the text. */
record S3Answer(int status, Optional<String> etag, String body) {

  boolean ok() {
    return status / 100 == 2 && element("Code").isEmpty();
  }

  /** The same request may work a little later. */
  boolean mayWorkLater() {
    return status >= 500
        || status == 429
        || status == 408
        || element("Code").filter(code -> code.matches("RequestTimeout|SlowDown")).isPresent();
  }

  String problem() {
    String code = element("Code").orElse("status " + status);
    return element("Message").map(message -> code + ": " + message).orElse(code);
  }

  Optional<String> element(String name) {
    Matcher matcher = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(body);
    return matcher.find() ? Optional.of(unescape(matcher.group(1))) : Optional.empty();
  }

  private static String unescape(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }
}
