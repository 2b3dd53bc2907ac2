package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a compose's request confided: texts that workers repeat in manifests and logs, and that
 * nobody reads back there either.
 */
public final class Secrets {
  /** A compose that confided nothing. */
  static final Secrets NONE = new Secrets(List.of());

  /** Nothing else in a document is spelt like a secret that is so long. */
  private static final int UNMISTAKABLE = 12;

  /** A file's content as manifests carry it. */
  private static final Pattern CONTENT =
      Pattern.compile("(\"data\"\\s*:\\s*\")([A-Za-z0-9+/]{4,}={0,2})\"");

  private final List<Hiding> hidings;

  /** One text and what stands in its place. */
  private record Hiding(Pattern text, String instead) {}

  private Secrets(List<Hiding> hidings) {
    this.hidings = List.copyOf(hidings);
  }

  /** Reads what was stored with a request. */
  static Secrets stored(Optional<String> json) {
    return json.map(KeptRequest::tree).map(Secrets::of).orElse(NONE);
  }

  private static Secrets of(ObjectNode kept) {
    List<Hiding> hidings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : kept.properties()) {
      hidings.add(hiding(each.getKey(), each.getValue().asText()));
    }
    return new Secrets(hidings);
  }

  /** The same JSON without them. */
  public String hide(String json) {
    return hidings.isEmpty() ? json : hideInFiles(hideIn(json));
  }

  private String hideIn(String text) {
    String hidden = text;
    for (Hiding each : hidings) {
      hidden = each.text().matcher(hidden).replaceAll(each.instead());
    }
    return hidden;
  }

  /** Contents of files are in base64, where a text is not seen from outside. */
  private String hideInFiles(String json) {
    return CONTENT
        .matcher(json)
        .replaceAll(
            found -> Matcher.quoteReplacement(found.group(1) + hideInFile(found.group(2)) + '"'));
  }

  private String hideInFile(String base64) {
    try {
      // One character for each byte, so that whatever it is comes back as it was.
      String content = new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
      String hidden = hideIn(content);
      return hidden.equals(content)
          ? base64
          : Base64.getEncoder().encodeToString(hidden.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException noBase64) {
      return base64;
    }
  }

  private static Hiding hiding(String place, String secret) {
    Optional<String> login = KeptRequest.login(place, secret);
    if (login.isPresent()) {
      return new Hiding(
          Pattern.compile("://" + spelt(login.get()) + "@"), "://" + KeptRequest.HIDDEN + "@");
    }
    if (secret.length() >= UNMISTAKABLE) {
      return new Hiding(Pattern.compile(spelt(secret)), KeptRequest.HIDDEN);
    }
    // An activation key may be a word like any other; it counts where it is called one.
    return new Hiding(
        Pattern.compile("(?i)(activation[_-]?key\\W{1,8})" + spelt(secret) + "(?![\\w-])"),
        "$1" + KeptRequest.HIDDEN);
  }

  /**
   * As JSON writes it, where some writers also escape what has a meaning in HTML; and as it stands
   * in a file that is read byte by byte.
   */
  private static String spelt(String secret) {
    String json = new String(JsonStringEncoder.getInstance().quoteAsString(secret));
    String html = json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
    String bytes = new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return "(?-i:%s)"
        .formatted(
            Stream.of(secret, json, html, bytes)
                .distinct()
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
  }
}
