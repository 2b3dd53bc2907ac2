package org.imagebuilder.agent.uploads.oci;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.UploadProgress;
import org.jboss.logging.Logger;

/** An object in Oracle's object storage that is written in parts. */
final class OciObject {

  private static final Logger LOG = Logger.getLogger(OciObject.class);

  private static final OciGateway.Aim WRITE =
      new OciGateway.Aim(
          JobErrorCode.UPLOADING_IMAGE,
          "write to the bucket",
          "its group needs `manage objects` and `read buckets` in the bucket's compartment");
  private static final OciGateway.Aim SHARE =
      new OciGateway.Aim(
          JobErrorCode.GENERATING_SIGNED_URL,
          "make a pre-authenticated request",
          "its group needs `manage buckets` with PAR_MANAGE in the bucket's compartment");

  private final OciGateway oracle;
  private final String bucket;
  private final String name;

  /** From then on there may be an object. */
  private boolean begun;

  OciObject(OciGateway oracle, URI storage, OciPlace place) {
    this.oracle = oracle;
    this.bucket =
        "%s/n/%s/b/%s"
            .formatted(
                storage,
                CloudCaller.encoded(place.namespace()),
                CloudCaller.encoded(place.bucket()));
    this.name = "osbuild-upload-" + UUID.randomUUID();
  }

  String name() {
    return name;
  }

  /** All of a file; parts of one that was not finished are removed. */
  void write(HttpBody.Piece file, long part, UploadProgress progress)
      throws JobErrorException, InterruptedException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("object", name).put("contentType", "application/octet-stream");
    String id =
        oracle
            .tree(oracle.post(WRITE, URI.create(bucket + "/u"), Map.of(), request))
            .path("uploadId")
            .asText();
    if (id.isEmpty()) {
      throw JobErrorException.of(WRITE.code(), "Object storage began an upload without an id");
    }
    begun = true;
    URI upload =
        URI.create(
            "%s/u/%s?uploadId=%s"
                .formatted(bucket, CloudCaller.encoded(name), CloudCaller.encoded(id)));
    boolean complete = false;
    try {
      OciParts parts = new OciParts(oracle, WRITE, upload, file, part, progress);
      commit(upload, send(parts));
      complete = true;
    } finally {
      if (!complete) {
        CloudCaller.clean("parts of the object " + name, () -> oracle.delete(WRITE, upload));
      }
    }
  }

  void delete() {
    if (begun) {
      CloudCaller.clean("the object " + name, () -> oracle.delete(WRITE, uri()));
    }
  }

  /** The path of a URL by which anybody can fetch the object until then. */
  String share(Instant end) throws JobErrorException, InterruptedException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request
        .put("name", name)
        .put("accessType", "ObjectRead")
        .put("objectName", name)
        .put("timeExpires", end.toString());
    String path =
        oracle
            .tree(oracle.post(SHARE, URI.create(bucket + "/p/"), Map.of(), request))
            .path("accessUri")
            .asText();
    if (!path.startsWith("/")) {
      throw JobErrorException.of(SHARE.code(), "Object storage gave no URL");
    }
    return path;
  }

  /** A broken connection is tried again part by part; after all of that, once more from there. */
  private static Map<Integer, String> send(OciParts parts)
      throws JobErrorException, InterruptedException {
    try {
      return parts.send(new TreeMap<>());
    } catch (JobErrorException e) {
      LOG.warnf("An upload is resumed, reason=%s", e.reason());
      return parts.send(parts.arrived());
    }
  }

  private void commit(URI upload, Map<Integer, String> etags)
      throws JobErrorException, InterruptedException {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ArrayNode parts = request.putArray("partsToCommit");
    etags.forEach((number, etag) -> parts.addObject().put("partNum", number).put("etag", etag));
    try {
      oracle.post(WRITE, upload, Map.of(), request);
    } catch (JobErrorException e) {
      // The answer to a commit that worked may have been lost.
      if (!oracle.exists(WRITE, uri())) {
        throw e;
      }
    }
  }

  private URI uri() {
    return URI.create(bucket + "/o/" + CloudCaller.encoded(name));
  }
}
