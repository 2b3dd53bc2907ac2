package org.imagebuilder.agent.uploads.koji;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.http.XmlElement;
import org.jspecify.annotations.Nullable;

/**
 * Calls and answers of XML-RPC. Values are null, booleans, integers, longs, doubles, texts, bytes,
 * lists, and maps with names; whatever integer comes back is a long.
 */
final class XmlRpc {

  private XmlRpc() {}

  static String call(String method, List<? extends @Nullable Object> parameters) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?>\n<methodCall><methodName>");
    text(xml, method);
    xml.append("</methodName><params>");
    for (Object parameter : parameters) {
      xml.append("<param>");
      value(xml, parameter);
      xml.append("</param>");
    }
    return xml.append("</params></methodCall>\n").toString();
  }

  /** The value; a fault is the exception, with the hub's words as what was said. */
  static Optional<Object> answer(String document) throws IOException, KojiException {
    XmlElement root = XmlElement.read(document);
    if (!root.name().equals("methodResponse")) {
      throw new IOException("The answer is not XML-RPC: it is called " + root.name());
    }
    Optional<XmlElement> fault = root.at("fault", "value");
    if (fault.isPresent()) {
      throw fault(value(fault.get()));
    }
    XmlElement value =
        root.at("params", "param", "value")
            .orElseThrow(() -> new IOException("The answer is not XML-RPC: it has no value"));
    return Optional.ofNullable(value(value));
  }

  private static KojiException fault(@Nullable Object value) {
    Map<?, ?> members = value instanceof Map<?, ?> map ? map : Map.of();
    return new KojiException(
        "Koji refused (fault %s)".formatted(members.get("faultCode")),
        String.valueOf(members.get("faultString")));
  }

  private static void value(StringBuilder xml, @Nullable Object value) {
    xml.append("<value>");
    switch (value) {
      case null -> xml.append("<nil/>");
      case Boolean truth -> xml.append("<boolean>").append(truth ? 1 : 0).append("</boolean>");
      case Integer number -> integer(xml, number);
      case Long number -> integer(xml, number);
      case Double number -> xml.append("<double>").append(number).append("</double>");
      case String string -> {
        xml.append("<string>");
        text(xml, string);
        xml.append("</string>");
      }
      case byte[] bytes ->
          xml.append("<base64>")
              .append(Base64.getEncoder().encodeToString(bytes))
              .append("</base64>");
      case List<?> list -> {
        xml.append("<array><data>");
        list.forEach(each -> value(xml, each));
        xml.append("</data></array>");
      }
      case Map<?, ?> map -> struct(xml, map);
      default -> throw new IllegalArgumentException("XML-RPC has no " + value.getClass());
    }
    xml.append("</value>");
  }

  private static void struct(StringBuilder xml, Map<?, ?> map) {
    xml.append("<struct>");
    map.forEach(
        (name, value) -> {
          xml.append("<member><name>");
          text(xml, String.valueOf(name));
          xml.append("</name>");
          value(xml, value);
          xml.append("</member>");
        });
    xml.append("</struct>");
  }

  /** Longer ones than XML-RPC has are an extension that Koji knows. */
  private static void integer(StringBuilder xml, long number) {
    String type = number == (int) number ? "int" : "i8";
    xml.append('<').append(type).append('>').append(number);
    xml.append("</").append(type).append('>');
  }

  private static void text(StringBuilder xml, String text) {
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(allowed(character));
              }
            });
  }

  private static int allowed(int character) {
    boolean allowed =
        character == '\t'
            || character == '\n'
            || (character >= ' ' && character < 0xd800)
            || (character > 0xdfff && character != 0xfffe && character != 0xffff);
    if (!allowed) {
      throw new IllegalArgumentException(
          "XML cannot hold the character U+%04X".formatted(character));
    }
    return character;
  }

  private static @Nullable Object value(XmlElement value) throws IOException {
    if (value.children().isEmpty()) {
      return value.text();
    }
    XmlElement typed = value.children().getFirst();
    try {
      return switch (typed.name()) {
        case "int", "i4", "i8", "long", "i1", "i2" -> Long.parseLong(typed.text());
        case "double", "float" -> Double.parseDouble(typed.text());
        case "boolean" -> typed.text().equals("1");
        case "string", "dateTime.iso8601" -> typed.text();
        case "base64" -> Base64.getMimeDecoder().decode(typed.text());
        case "nil" -> null;
        case "array" -> list(typed);
        case "struct" -> map(typed);
        default -> throw new IOException("The answer has a value of the type " + typed.name());
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("The answer has a %s that is none".formatted(typed.name()), e);
    }
  }

  private static List<@Nullable Object> list(XmlElement array) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    for (XmlElement data : array.children()) {
      for (XmlElement value : data.children()) {
        list.add(value(value));
      }
    }
    return list;
  }

  private static Map<String, @Nullable Object> map(XmlElement struct) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (XmlElement member : struct.children()) {
      XmlElement value =
          member.at("value").orElseThrow(() -> new IOException("A member without a value"));
      map.put(member.textAt("name").orElse(""), value(value));
    }
    return map;
  }
}
