package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.Serial;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names and summaries of what composer found, in the order of the names. The answer has an entry
 * for each version and says much more of it; of all that nothing is kept.
 */
@JsonDeserialize(using = FoundPackages.Reader.class)
record FoundPackages(SortedMap<String, String> summaries) {

  /** Takes the answer apart as it comes. */
  @RegisterForReflection
  static final class Reader extends StdDeserializer<FoundPackages> {
    @Serial private static final long serialVersionUID = 1L;

    Reader() {
      super(FoundPackages.class);
    }

    @Override
    public FoundPackages deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      SortedMap<String, String> summaries = new TreeMap<>();
      boolean seen = false;
      expect(parser.currentToken() == JsonToken.START_OBJECT, context, "an object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean packages = parser.currentName().equals("packages");
        seen |= packages;
        boolean list = parser.nextToken() == JsonToken.START_ARRAY;
        if (packages) {
          expect(list, context, "a list of packages");
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            readPackage(parser, summaries);
          }
        } else {
          parser.skipChildren();
        }
      }
      expect(seen, context, "packages");
      return new FoundPackages(summaries);
    }

    private static void readPackage(JsonParser parser, SortedMap<String, String> summaries)
        throws IOException {
      String name = "";
      String summary = "";
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
        if (text && member.equals("name")) {
          name = parser.getText();
        } else if (text && member.equals("summary")) {
          summary = parser.getText();
        } else {
          parser.skipChildren();
        }
      }
      if (!name.isEmpty()) {
        // What an older version says of itself is as good.
        summaries.putIfAbsent(name, summary);
      }
    }

    private static void expect(boolean found, DeserializationContext context, String what)
        throws IOException {
      if (!found) {
        context.reportInputMismatch(FoundPackages.class, "the answer is not %s", what);
      }
    }
  }
}
