package org.imagebuilder.agent.uploads.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.Crew;
import org.jboss.logging.Logger;

/** An object that is being written: at once when it is small, in parts when it is not. */
final class S3Object {

  private static final Logger LOG = Logger.getLogger(S3Object.class);

  /** S3 takes no more parts than this. */
  private static final int MAX_PARTS = 10_000;

  /** One connection to S3 carries less than most machines could send. */
  private static final int PARTS_AT_A_TIME = 4;

  /**
   * Larger ones begin with a request without a body: a store that refuses it says why, whereas one
   * that refuses in the middle of a file only hangs up.
   */
  private static final long MAX_AT_ONCE = 256 << 10;

  private final S3Connection connection;
  private final Map<String, String> headers = new HashMap<>();
  private final long partSize;
  private final LongConsumer sent;

  /** Tells how many bytes of a file are on their way. */
  S3Object(S3Connection connection, boolean publicRead, long partSize, LongConsumer sent) {
    this.connection = connection;
    this.partSize = partSize;
    this.sent = sent;
    if (publicRead) {
      headers.put("x-amz-acl", "public-read");
    }
  }

  void write(HttpBody.Piece file) throws JobErrorException, InterruptedException {
    if (file.length() <= Math.min(partSize, MAX_AT_ONCE)) {
      connection.send("PUT", Map.of(), headers, file, sent);
    } else {
      writeInParts(file);
    }
  }

  private void writeInParts(HttpBody.Piece file) throws JobErrorException, InterruptedException {
    String upload =
        connection
            .send("POST", Map.of("uploads", ""), headers)
            .element("UploadId")
            .orElseThrow(
                () ->
                    JobErrorException.of(
                        JobErrorCode.UPLOADING_IMAGE, "The store gave no upload id"));
    boolean complete = false;
    try {
      complete(upload, sendParts(upload, file));
      complete = true;
    } finally {
      if (!complete) {
        abort(upload);
      }
    }
  }

  /** Several at a time; each is read from the file while it is sent. */
  private List<String> sendParts(String upload, HttpBody.Piece file)
      throws JobErrorException, InterruptedException {
    long size = Math.max(partSize, Math.ceilDiv(file.length(), MAX_PARTS));
    int parts = Math.toIntExact(Math.ceilDiv(file.length(), size));
    ConcurrentNavigableMap<Integer, String> etags = new ConcurrentSkipListMap<>();
    AtomicInteger next = new AtomicInteger(1);
    AtomicLong sum = new AtomicLong();
    new Crew(Math.min(PARTS_AT_A_TIME, parts))
        .work(
            () -> {
              int number = next.getAndIncrement();
              if (number > parts) {
                return false;
              }
              long offset = (number - 1) * size;
              long length = Math.min(size, file.length() - offset);
              HttpBody.Piece part = new HttpBody.Piece(file.file(), file.offset() + offset, length);
              etags.put(number, sendPart(upload, number, part, sum));
              return true;
            });
    return List.copyOf(etags.values());
  }

  /**
   * The store's name for the part.
   *
   * @param sum of what is on its way of all parts
   */
  private String sendPart(String upload, int number, HttpBody.Piece part, AtomicLong sum)
      throws JobErrorException, InterruptedException {
    Map<String, String> query = Map.of("partNumber", String.valueOf(number), "uploadId", upload);
    AtomicLong before = new AtomicLong();
    LongConsumer progress = n -> sent.accept(sum.addAndGet(n - before.getAndSet(n)));
    return connection
        .send("PUT", query, Map.of(), part, progress)
        .http()
        .header("ETag")
        .orElseThrow(
            () ->
                JobErrorException.of(
                    JobErrorCode.UPLOADING_IMAGE, "The store gave no ETag for a part"));
  }

  private void complete(String upload, List<String> etags)
      throws JobErrorException, InterruptedException {
    StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
    for (int i = 0; i < etags.size(); i++) {
      String etag = etags.get(i).replace("&", "&amp;").replace("<", "&lt;");
      xml.append("<Part><PartNumber>%d</PartNumber>".formatted(i + 1));
      xml.append("<ETag>%s</ETag></Part>".formatted(etag));
    }
    xml.append("</CompleteMultipartUpload>");
    HttpBody body = HttpBody.text(xml.toString());
    connection.send("POST", Map.of("uploadId", upload), Map.of(), body, ignored -> {});
  }

  /** Parts that nobody puts together cost money until they are removed. */
  private void abort(String upload) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      connection.send("DELETE", Map.of("uploadId", upload), Map.of());
    } catch (JobErrorException e) {
      LOG.warnf("Parts of a failed upload stay in the store, reason=%s", e.details().orElse(""));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
