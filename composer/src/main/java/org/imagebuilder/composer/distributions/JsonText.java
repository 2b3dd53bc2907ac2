package org.imagebuilder.composer.distributions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.Serial;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON as this API has always written it: what has a meaning in HTML stands as an escape. */
final class JsonText {
  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    JSON.getFactory().setCharacterEscapes(new HtmlSafe());
  }

  private JsonText() {}

  static String of(JsonNode tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree cannot be written", e);
    }
  }

  static String quoted(String text) {
    return of(TextNode.valueOf(text));
  }

  private static final class HtmlSafe extends CharacterEscapes {
    @Serial private static final long serialVersionUID = 1L;
    private static final int[] ASCII = standardAsciiEscapesForJSON();

    static {
      for (char c : new char[] {'<', '>', '&'}) {
        ASCII[c] = ESCAPE_CUSTOM;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return ASCII.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return character < 128
          ? new SerializedString("\\u%04x".formatted(character).toLowerCase(Locale.ROOT))
          : null;
    }
  }
}
