package org.imagebuilder.agent.uploads.oci;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.UploadProgress;

/** The parts of a file on their way. */
final class OciParts {

  /** Object storage takes no more. */
  private static final int MAX_PARTS = 10_000;

  private static final int MAX_PAGES = 1000;

  private final OciGateway oracle;
  private final OciGateway.Aim aim;
  private final URI upload;
  private final HttpBody.Piece file;
  private final long size;
  private final UploadProgress progress;

  OciParts(
      OciGateway oracle,
      OciGateway.Aim aim,
      URI upload,
      HttpBody.Piece file,
      long size,
      UploadProgress progress) {
    this.oracle = oracle;
    this.aim = aim;
    this.upload = upload;
    this.file = file;
    this.size = Math.max(size, Math.ceilDiv(file.length(), MAX_PARTS));
    this.progress = progress;
  }

  /** Sends what is not there yet; returns the ETags of all parts by their numbers. */
  Map<Integer, String> send(Map<Integer, String> arrived)
      throws JobErrorException, InterruptedException {
    Map<Integer, String> etags = new TreeMap<>(arrived);
    int number = 1;
    for (long offset = 0; offset < file.length(); offset += size, number++) {
      if (!etags.containsKey(number)) {
        etags.put(number, send(number, offset));
      }
    }
    return etags;
  }

  /** What object storage has, as it says itself. */
  Map<Integer, String> arrived() throws JobErrorException, InterruptedException {
    Map<Integer, String> etags = new TreeMap<>();
    String page = "";
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      HttpAnswer answer =
          oracle.get(
              aim, URI.create(upload + "&limit=1000" + (page.isEmpty() ? "" : "&page=" + page)));
      for (JsonNode part : oracle.tree(answer)) {
        int number = part.path("partNumber").asInt();
        // A part that broke off midway is not one.
        if (part.path("size").asLong() == length((number - 1) * size)) {
          etags.put(number, part.path("etag").asText());
        }
      }
      page = answer.header("opc-next-page").map(CloudCaller::encoded).orElse("");
      if (page.isEmpty()) {
        return etags;
      }
    }
    throw JobErrorException.of(aim.code(), "Object storage's list of parts has no end");
  }

  private String send(int number, long offset) throws JobErrorException, InterruptedException {
    HttpBody.Piece piece = new HttpBody.Piece(file.file(), file.offset() + offset, length(offset));
    HttpAnswer answer =
        oracle.put(
            aim,
            HttpCall.of("PUT", URI.create(upload + "&uploadPartNum=" + number))
                .header("Content-MD5", md5(piece))
                .body(piece)
                .sent(bytes -> progress.sent(offset + bytes)));
    return answer
        .header("etag")
        .orElseThrow(() -> JobErrorException.of(aim.code(), "Object storage gave a part no ETag"));
  }

  private long length(long offset) {
    return Math.min(size, file.length() - offset);
  }

  private String md5(HttpBody.Piece piece) throws JobErrorException {
    try {
      return Base64.getEncoder().encodeToString(piece.digest("MD5"));
    } catch (IOException e) {
      throw JobErrorException.of(aim.code(), e.toString());
    }
  }
}
