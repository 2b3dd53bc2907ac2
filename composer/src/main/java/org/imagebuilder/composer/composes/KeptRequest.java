package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;

/**
 * A request as it is kept, in two parts: what may be read back, and what only a planner sees again.
 * Nobody can log in, register, or reach a repository with what may be read back.
 *
 * @param shown the request with stars in place of secrets
 * @param secrets place in the request → the text that stands there
 */
record KeptRequest(ObjectNode shown, Optional<ObjectNode> secrets) {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String HIDDEN = "********";

  private static final Pattern PASSWORD =
      Pattern.compile(
          "/customizations/users/\\d+/password|/blueprint/customizations/user/\\d+/password");
  private static final String ACTIVATION_KEY = "/customizations/subscription/activation_key";

  /** An address that brings its password along: what stands before the last at sign. */
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)([^/?#\\s]*)@(.*)", Pattern.DOTALL);

  /** Parts a request whose passwords are hashed. One that holds our own stars is refused. */
  static KeptRequest of(ObjectNode request) {
    ObjectNode secrets = JsonNodeFactory.instance.objectNode();
    collect(request, "", secrets);
    if (secrets.isEmpty()) {
      return new KeptRequest(request, Optional.empty());
    }
    ObjectNode shown = request.deepCopy();
    secrets
        .properties()
        .forEach(
            each -> put(shown, each.getKey(), hidden(each.getKey(), each.getValue().asText())));
    return new KeptRequest(shown, Optional.of(secrets));
  }

  /** Reads what was stored. */
  static KeptRequest stored(String shown, Optional<String> secrets) {
    return new KeptRequest(tree(shown), secrets.map(KeptRequest::tree));
  }

  static ObjectNode tree(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored request cannot be read", e);
    }
  }

  /** The request as it was accepted. */
  ObjectNode whole() {
    ObjectNode whole = shown.deepCopy();
    secrets.ifPresent(
        known ->
            known
                .properties()
                .forEach(each -> put(whole, each.getKey(), each.getValue().asText())));
    return whole;
  }

  private static void collect(JsonNode node, String place, ObjectNode secrets) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        collect(member.getValue(), place + "/" + escaped(member.getKey()), secrets);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), place + "/" + i, secrets);
      }
    } else if (node.isTextual()) {
      String text = node.asText();
      String hidden = hidden(place, text);
      if (hidden.equals(text) && text.contains(HIDDEN) && isSecret(place, text)) {
        throw ErrorCode.BAD_REQUEST.because(
            Trees.member(place)
                + ": "
                + HIDDEN
                + " stands for what is not shown, give the text itself");
      }
      if (!hidden.equals(text)) {
        secrets.put(place, text);
      }
    }
  }

  private static boolean isSecret(String place, String text) {
    return isAllSecret(place) || ADDRESS.matcher(text).matches();
  }

  private static boolean isAllSecret(String place) {
    return place.equals(ACTIVATION_KEY)
        || (place.endsWith("/password") && PASSWORD.matcher(place).matches());
  }

  /** The text as it may be read back. */
  private static String hidden(String place, String text) {
    if (isAllSecret(place)) {
      return HIDDEN;
    }
    if (!text.contains("://")) {
      return text;
    }
    Matcher address = ADDRESS.matcher(text);
    return address.matches() ? address.group(1) + HIDDEN + "@" + address.group(3) : text;
  }

  /** What stands before the at sign of an address; empty where the whole text is the secret. */
  static Optional<String> login(String place, String secret) {
    Matcher address = ADDRESS.matcher(secret);
    return isAllSecret(place) || !address.matches()
        ? Optional.empty()
        : Optional.of(address.group(2));
  }

  private static void put(ObjectNode request, String place, String text) {
    JsonPointer pointer = JsonPointer.compile(place);
    JsonNode parent = request.at(pointer.head());
    JsonPointer last = pointer.last();
    if (parent instanceof ObjectNode object) {
      object.put(last.getMatchingProperty(), text);
    } else if (parent instanceof ArrayNode list) {
      list.set(last.getMatchingIndex(), TextNode.valueOf(text));
    }
  }

  private static String escaped(String member) {
    return member.replace("~", "~0").replace("/", "~1");
  }
}
