package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object as text that knows where its members stand. What is passed on as it is, however
 * large, is cut out and never becomes objects.
 */
final class RawObject {
  private final String text;
  private final Map<String, Place> members;

  private RawObject(String text, Map<String, Place> members) {
    this.text = text;
    this.members = members;
  }

  /** Looks through the text once; one that is no object is refused. */
  static RawObject of(String text) {
    Map<String, Place> members = new LinkedHashMap<>();
    try (JsonParser parser = JobJson.MAPPER.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedResultException("it is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        members.put(name, new Place(start, (int) parser.currentLocation().getCharOffset()));
      }
      return new RawObject(text, members);
    } catch (JsonProcessingException e) {
      throw new MalformedResultException("it is not JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a member that is there and not null. */
  Optional<String> member(String name) {
    return Optional.ofNullable(members.get(name))
        .map(place -> text.substring(place.start(), place.end()))
        .filter(value -> !value.equals("null"));
  }

  /** The names of the members in their order. */
  Iterable<String> names() {
    return members.keySet();
  }

  /** The same object with these members, given as JSON, in place of its own or at its end. */
  String with(Map<String, String> changes) {
    StringBuilder changed = new StringBuilder(text.length() + 256).append('{');
    members.forEach(
        (name, place) -> {
          begin(changed, name);
          if (changes.containsKey(name)) {
            changed.append(changes.get(name));
          } else {
            changed.append(text, place.start(), place.end());
          }
        });
    changes.forEach(
        (name, json) -> {
          if (!members.containsKey(name)) {
            begin(changed, name);
            changed.append(json);
          }
        });
    return changed.append('}').toString();
  }

  private static void begin(StringBuilder object, String name) {
    if (object.length() > 1) {
      object.append(',');
    }
    object.append(JobJson.write(name)).append(':');
  }

  /** From the first character of a value to behind its last. */
  private record Place(int start, int end) {}
}
