package org.imagebuilder.composer.workers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.imagebuilder.composer.queue.JobQueue;
import org.jspecify.annotations.Nullable;

/** Takes a report apart without reading it: finds the text of the one member that counts. */
final class ReportReader {
  private static final char REPLACEMENT = '\ufffd';

  private final JsonFactory factory;

  ReportReader(int maxDepth, long maxElements) {
    this.factory =
        JsonFactory.builder()
            // UTF-8 always: in another encoding the places of bytes would not be known.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(maxDepth)
                    .maxTokenCount(maxElements)
                    .build())
            .build();
  }

  /** Fails with {@link WorkerException} when the body is no report. */
  Report read(byte[] body) {
    try (JsonParser parser = factory.createParser(body)) {
      return new Reading(body, parser).read();
    } catch (StreamConstraintsException tooMuch) {
      throw WorkerErrorCode.INVALID_CONTENT.because(
          "the JSON is nested too deep or has too many elements");
    } catch (IOException malformed) {
      throw WorkerErrorCode.BODY_DECODING_ERROR.asException();
    }
  }

  /** Finds the two members in the bytes. */
  private static final class Reading {
    private final byte[] body;
    private final JsonParser parser;
    private @Nullable String partial;
    private @Nullable String result;
    private boolean resultIsObject;

    private Reading(byte[] body, JsonParser parser) {
      this.body = body;
      this.parser = parser;
    }

    private Report read() throws IOException {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonParseException(parser, "empty");
      }
      if (first != JsonToken.START_OBJECT) {
        parser.skipChildren();
        expectEnd();
        throw WorkerErrorCode.INVALID_CONTENT.because("the body is not an object");
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        member(parser.currentName());
      }
      expectEnd();
      return report();
    }

    private void member(String name) throws IOException {
      if ((name.equals("result") && result != null)
          || (name.equals("partial") && partial != null)) {
        throw WorkerErrorCode.INVALID_CONTENT.because(name + " is given twice");
      }
      JsonToken value = parser.nextToken();
      int begin = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
      parser.skipChildren();
      parser.finishToken();
      int end = Math.toIntExact(parser.currentLocation().getByteOffset());
      if (name.equals("partial")) {
        partial = value == JsonToken.VALUE_NULL ? null : text(begin, end);
      } else if (name.equals("result")) {
        result = value == JsonToken.VALUE_NULL ? null : text(begin, end);
        resultIsObject = value == JsonToken.START_OBJECT;
      }
    }

    private Report report() {
      if (partial != null) {
        if (partial.getBytes(StandardCharsets.UTF_8).length > JobQueue.MAX_PARTIAL_BYTES) {
          throw WorkerErrorCode.BODY_TOO_LARGE.because(
              "partial may have at most " + JobQueue.MAX_PARTIAL_BYTES + " bytes");
        }
        return new Report.Progress(partial);
      }
      if (result == null) {
        throw WorkerErrorCode.INVALID_CONTENT.because("partial and result are missing");
      }
      if (!resultIsObject) {
        throw WorkerErrorCode.INVALID_CONTENT.because("result is not an object");
      }
      return new Report.Final(result);
    }

    private void expectEnd() throws IOException {
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
    }

    private String text(int begin, int end) throws IOException {
      String text = new String(body, begin, end - begin, StandardCharsets.UTF_8);
      if (text.indexOf(REPLACEMENT) >= 0) {
        // Sent so, or put there in place of bytes that are no UTF-8: those are refused.
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body, begin, end - begin));
      }
      return text.strip();
    }
  }
}
