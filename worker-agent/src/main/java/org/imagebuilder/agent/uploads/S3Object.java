package org.imagebuilder.agent.uploads;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jboss.logging.Logger;

/** An object that is being written: at once when it is small, in parts when it is not. */
final class S3Object {

  private static final Logger LOG = Logger.getLogger(S3Object.class);
  private static final S3Body NOTHING = new S3Body.Text("");

  /** S3 takes no more parts than this. */
  private static final int MAX_PARTS = 10_000;

  /**
   * Larger ones begin with a request without a body: a store that refuses it says why, whereas one
   * that refuses in the middle of a file only hangs up.
   */
  private static final long MAX_AT_ONCE = 256 << 10;

  private final S3Connection connection;
  private final Map<String, String> headers = new HashMap<>();
  private final long partSize;

  S3Object(S3Connection connection, boolean publicRead, long partSize) {
    this.connection = connection;
    this.partSize = partSize;
    if (publicRead) {
      headers.put("x-amz-acl", "public-read");
    }
  }

  void write(S3Body.Piece file) throws JobErrorException, InterruptedException {
    if (file.length() <= Math.min(partSize, MAX_AT_ONCE)) {
      connection.send("PUT", Map.of(), headers, file);
    } else {
      writeInParts(file);
    }
  }

  private void writeInParts(S3Body.Piece file) throws JobErrorException, InterruptedException {
    String upload =
        connection
            .send("POST", Map.of("uploads", ""), headers, NOTHING)
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

  private List<String> sendParts(String upload, S3Body.Piece file)
      throws JobErrorException, InterruptedException {
    long size = Math.max(partSize, Math.ceilDiv(file.length(), MAX_PARTS));
    List<String> etags = new ArrayList<>();
    for (long offset = 0; offset < file.length(); offset += size) {
      long length = Math.min(size, file.length() - offset);
      Map<String, String> query =
          Map.of("partNumber", String.valueOf(etags.size() + 1), "uploadId", upload);
      S3Body part = new S3Body.Piece(file.file(), offset, length);
      S3Answer answer = connection.send("PUT", query, Map.of(), part);
      etags.add(
          answer
              .etag()
              .orElseThrow(
                  () ->
                      JobErrorException.of(
                          JobErrorCode.UPLOADING_IMAGE, "The store gave no ETag for a part")));
    }
    return etags;
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
    S3Body body = new S3Body.Text(xml.toString());
    connection.send("POST", Map.of("uploadId", upload), Map.of(), body);
  }

  /** Parts that nobody puts together cost money until they are removed. */
  private void abort(String upload) throws InterruptedException {
    boolean interrupted = Thread.interrupted();
    try {
      connection.send("DELETE", Map.of("uploadId", upload), Map.of(), NOTHING);
    } catch (JobErrorException e) {
      LOG.warnf("Parts of a failed upload stay in the store, reason=%s", e.details().orElse(""));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
