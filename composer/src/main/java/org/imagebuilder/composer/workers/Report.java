package org.imagebuilder.composer.workers;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.imagebuilder.composer.queue.JobQueue;
import org.jspecify.annotations.Nullable;

/**
 * What an agent sends about its job, taken apart without reading it: the text of the one member
 * that counts, exactly as it was sent.
 */
sealed interface Report {
  /** What is known so far. */
  record Progress(String partial) implements Report {}

  /** The final result, a JSON object. */
  record Final(String result) implements Report {}

  /** Fails with {@link WorkerException} when the body is no report. */
  static Report read(byte[] body) {
    try (JsonParser parser = Reader.FACTORY.createParser(body)) {
      return new Reader(body, parser).read();
    } catch (IOException malformed) {
      throw WorkerErrorCode.BODY_DECODING_ERROR.asException();
    }
  }

  /** Finds the two members in the bytes. */
  final class Reader {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] body;
    private final JsonParser parser;
    private @Nullable String partial;
    private @Nullable String result;
    private boolean resultIsObject;

    private Reader(byte[] body, JsonParser parser) {
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
        return new Progress(partial);
      }
      if (result == null) {
        throw WorkerErrorCode.INVALID_CONTENT.because("partial and result are missing");
      }
      if (!resultIsObject) {
        throw WorkerErrorCode.INVALID_CONTENT.because("result is not an object");
      }
      return new Final(result);
    }

    private void expectEnd() throws IOException {
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
    }

    private String text(int begin, int end) {
      return new String(body, begin, end - begin, StandardCharsets.UTF_8).strip();
    }
  }
}
