package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.function.LongConsumer;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.uploads.CloudCaller;

/** An object in Cloud Storage that holds an image for as long as it takes to import it. */
final class GcpObject {

  private static final int SESSIONS = 2;

  private final GcpGateway google;
  private final URI storage;
  private final String bucket;
  private final String name;
  private final GcpGateway.Aim aim;

  /** From then on there may be an object. */
  private boolean begun;

  GcpObject(GcpGateway google, URI storage, String bucket, String name) {
    this.google = google;
    this.storage = storage;
    this.bucket = bucket;
    this.name = name;
    this.aim =
        new GcpGateway.Aim(
            JobErrorCode.UPLOADING_IMAGE,
            "write to the bucket " + bucket,
            "storage.objects.create and storage.objects.delete there (role Storage Object Admin)",
            "The bucket %s does not exist: create it, or name another in agent.gcp.bucket or the"
                    .formatted(bucket)
                + " target");
  }

  /** As Compute Engine wants to be told, wherever the storage really is. */
  String source() {
    return "https://storage.googleapis.com/%s/%s"
        .formatted(CloudCaller.encoded(bucket), CloudCaller.encoded(name));
  }

  void write(HttpBody.Piece file, String imageName, long chunk, LongConsumer progress)
      throws JobErrorException, InterruptedException {
    String md5 = md5(file);
    for (int left = SESSIONS; left > 0; left--) {
      HttpAnswer answer = attempt(file, begin(file, imageName, md5), chunk, progress);
      if (answer.ok()) {
        check(answer, md5);
        return;
      }
      // A session may be forgotten midway; then all begins anew.
      boolean gone = answer.status() == 404 || answer.status() == 410;
      if (!gone || left == 1) {
        throw google.refusal(aim, answer);
      }
    }
  }

  /** An object that is not there is fine. */
  void delete() {
    if (!begun) {
      return;
    }
    CloudCaller.clean(
        "the object %s in the bucket %s".formatted(name, bucket),
        () -> {
          HttpAnswer answer = google.send(aim.code(), HttpCall.of("DELETE", uri("/storage/v1")));
          if (!answer.ok() && answer.status() != 404) {
            throw google.refusal(aim, answer);
          }
        });
  }

  private HttpAnswer attempt(HttpBody.Piece file, URI session, long chunk, LongConsumer progress)
      throws JobErrorException, InterruptedException {
    ResumableUpload upload = new ResumableUpload(google, session, file, chunk, progress);
    boolean ended = false;
    try {
      HttpAnswer answer = upload.run(aim);
      ended = true;
      return answer;
    } finally {
      if (!ended) {
        upload.cancel();
      }
    }
  }

  private URI begin(HttpBody.Piece file, String imageName, String md5)
      throws JobErrorException, InterruptedException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("name", name).put("md5Hash", md5);
    object.putObject("metadata").put("osbuild-composer-image-name", imageName);
    URI uri =
        storage.resolve(
            "/upload/storage/v1/b/%s/o?uploadType=resumable&name=%s"
                .formatted(CloudCaller.encoded(bucket), CloudCaller.encoded(name)));
    HttpAnswer answer =
        google.send(
            aim.code(),
            HttpCall.of("POST", uri)
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("X-Upload-Content-Type", "application/gzip")
                .header("X-Upload-Content-Length", Long.toString(file.length()))
                .body(HttpBody.text(object.toString())));
    if (!answer.ok()) {
      throw google.refusal(aim, answer);
    }
    begun = true;
    try {
      return answer.header("location").map(URI::create).orElseThrow(this::noSession);
    } catch (IllegalArgumentException e) {
      throw noSession();
    }
  }

  private JobErrorException noSession() {
    return JobErrorException.of(aim.code(), "Google began an upload without saying where");
  }

  /** Google compares, too; this also covers a storage that does not. */
  private void check(HttpAnswer answer, String md5) throws JobErrorException {
    String theirs = google.tree(answer).path("md5Hash").asText(md5);
    if (!theirs.equals(md5)) {
      throw new JobErrorException(
          aim.code(),
          "The image arrived damaged in the bucket %s: try again".formatted(bucket),
          "MD5 %s instead of %s".formatted(theirs, md5));
    }
  }

  private String md5(HttpBody.Piece file) throws JobErrorException {
    try {
      return Base64.getEncoder().encodeToString(file.digest("MD5"));
    } catch (IOException e) {
      throw JobErrorException.of(aim.code(), e.toString());
    }
  }

  private URI uri(String api) {
    return storage.resolve(
        "%s/b/%s/o/%s".formatted(api, CloudCaller.encoded(bucket), CloudCaller.encoded(name)));
  }
}
