package org.imagebuilder.agent.uploads.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.StandIn;
import org.imagebuilder.agent.uploads.TestKey;

/** Oracle's object storage and images, as far as uploads need them. */
final class OracleStandIn extends StandIn {

  static final String CANARY = "canary-0123456789";
  private static final String KEY_ID = "ocid1.tenancy/ocid1.user/12:34";
  private static final String BUCKET = "/n/ns1/b/images";
  private static final Pattern SIGNATURE =
      Pattern.compile(
          "Signature"
              + " version=\"1\",keyId=\"([^\"]+)\",algorithm=\"rsa-sha256\",headers=\"([^\"]+)\",signature=\"([^\"]+)\"");

  /** Making one takes a while. */
  private static final TestKey KEY = new TestKey();

  final TestKey key = KEY;
  final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  final Map<String, JsonNode> images = new ConcurrentHashMap<>();
  final Map<String, JsonNode> schemas = new ConcurrentHashMap<>();
  final Map<String, JsonNode> shares = new ConcurrentHashMap<>();

  /** Of the one upload that is under way. */
  final Map<Integer, byte[]> parts = new TreeMap<>();

  volatile String importError = "";
  private volatile String uploading = "";
  private final AtomicInteger asked = new AtomicInteger();

  OracleStandIn() throws IOException {}

  OciEndpoints endpoints() {
    return new OciEndpoints(uri() + "/%s", uri() + "/%s/iaas", "https://%s.%s.example.com");
  }

  @Override
  protected Answer answer(Call call) {
    if (!call.whole()) {
      return Answer.of(500, "");
    }
    if (!isSigned(call)) {
      return error(401, "NotAuthenticated", "The required information was not provided.");
    }
    require(call.path().startsWith("/eu-frankfurt-1/"), "region");
    String path = call.path().substring("/eu-frankfurt-1".length());
    if (path.startsWith("/iaas/20160918/")) {
      return compute(call, path.substring("/iaas/20160918".length()));
    }
    if (!path.startsWith(BUCKET + "/")) {
      return error(
          404, "BucketNotFound", "Either the bucket does not exist, or you may not see it.");
    }
    return storage(call, path.substring(BUCKET.length()));
  }

  private Answer storage(Call call, String path) {
    if (path.equals("/u")) {
      uploading = json(call).path("object").asText();
      require(uploading.startsWith("osbuild-upload-"), "object " + uploading);
      parts.clear();
      return Answer.of(200, "{\"uploadId\":\"upload 1\"}");
    }
    if (path.equals("/p/")) {
      JsonNode share = json(call);
      require(share.path("accessType").asText().equals("ObjectRead"), "accessType");
      require(objects.containsKey(share.path("objectName").asText()), "objectName");
      shares.put(share.path("objectName").asText(), share);
      return Answer.of(200, "{\"accessUri\":\"/p/%s/n/ns1/b/images/o/x\"}".formatted(CANARY));
    }
    return path.startsWith("/u/")
        ? upload(call, path.substring(3))
        : object(call, path.substring(3));
  }

  private Answer object(Call call, String name) {
    if (call.method().equals("HEAD")) {
      return Answer.of(objects.containsKey(name) ? 200 : 404, "");
    }
    require(call.method().equals("DELETE"), "method");
    return objects.remove(name) == null ? error(404, "ObjectNotFound", "no") : Answer.of(204, "");
  }

  private Answer upload(Call call, String object) {
    require(call.parameter("uploadId").equals("upload 1"), "uploadId");
    require(object.equals(uploading), "object");
    return switch (call.method()) {
      case "PUT" -> {
        int number = Integer.parseInt(call.parameter("uploadPartNum"));
        require(call.header("content-md5").equals(digest("MD5", call.body())), "Content-MD5");
        parts.put(number, call.body());
        yield Answer.of(200, "").with("ETag", "etag-" + number);
      }
      case "GET" ->
          Answer.of(
              200,
              parts.entrySet().stream()
                  .map(
                      part ->
                          "{\"partNumber\":%d,\"etag\":\"etag-%d\",\"size\":%d}"
                              .formatted(part.getKey(), part.getKey(), part.getValue().length))
                  .collect(Collectors.joining(",", "[", "]")));
      case "DELETE" -> {
        parts.clear();
        yield Answer.of(204, "");
      }
      default -> commit(call);
    };
  }

  private Answer commit(Call call) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int expected = 1;
    for (JsonNode part : json(call).path("partsToCommit")) {
      int number = part.path("partNum").asInt();
      require(number == expected++, "part " + number);
      require(part.path("etag").asText().equals("etag-" + number), "etag");
      whole.writeBytes(parts.get(number));
    }
    objects.put(uploading, whole.toByteArray());
    parts.clear();
    return Answer.of(200, "");
  }

  private Answer compute(Call call, String path) {
    if (path.equals("/computeGlobalImageCapabilitySchemas")) {
      return Answer.of(200, "[{\"currentVersionName\":\"version-1\"}]");
    }
    if (path.equals("/computeImageCapabilitySchemas")) {
      JsonNode schema = json(call);
      schemas.put(schema.path("imageId").asText(), schema);
      return Answer.of(200, "{}");
    }
    if (path.startsWith("/workRequests/")) {
      return workRequest(path);
    }
    if (path.equals("/images")) {
      return image(call);
    }
    require(call.method().equals("DELETE"), "method");
    return Answer.of(images.remove(path.substring("/images/".length())) == null ? 404 : 204, "");
  }

  private Answer image(Call call) {
    JsonNode image = json(call);
    require(!call.header("opc-retry-token").isEmpty(), "opc-retry-token");
    JsonNode source = image.path("imageSourceDetails");
    require(source.path("sourceType").asText().equals("objectStorageTuple"), "sourceType");
    require(source.path("namespaceName").asText().equals("ns1"), "namespaceName");
    require(source.path("bucketName").asText().equals("images"), "bucketName");
    require(objects.containsKey(source.path("objectName").asText()), "objectName");
    images.put("ocid1.image.1", image);
    asked.set(0);
    return Answer.of(200, "{\"id\":\"ocid1.image.1\",\"lifecycleState\":\"IMPORTING\"}")
        .with("opc-work-request-id", "ocid1.request.1");
  }

  private Answer workRequest(String path) {
    if (path.endsWith("/errors")) {
      return Answer.of(200, "[{\"code\":\"Bad\",\"message\":\"%s\"}]".formatted(importError));
    }
    int times = asked.incrementAndGet();
    String end = importError.isEmpty() ? "SUCCEEDED" : "FAILED";
    return Answer.of(200, "{\"status\":\"%s\"}".formatted(times < 3 ? "IN_PROGRESS" : end));
  }

  /** As Oracle's documents have it; which headers have to be signed depends on the method. */
  private boolean isSigned(Call call) {
    Matcher header = SIGNATURE.matcher(call.header("authorization"));
    require(header.matches(), "Authorization " + call.header("authorization"));
    require(header.group(1).equals(KEY_ID), "keyId");
    List<String> names = Arrays.asList(header.group(2).split(" ", -1));
    require(names.containsAll(List.of("date", "(request-target)", "host")), "headers");
    if (call.method().equals("POST")) {
      require(
          names.containsAll(List.of("content-length", "content-type", "x-content-sha256")),
          "headers of a POST");
      require(call.header("x-content-sha256").equals(digest("SHA-256", call.body())), "sha256");
    }
    ZonedDateTime date =
        ZonedDateTime.parse(call.header("date"), DateTimeFormatter.RFC_1123_DATE_TIME);
    require(
        Duration.between(date, ZonedDateTime.now(date.getZone())).abs().toMinutes() < 5, "date");
    String text =
        names.stream()
            .map(name -> name + ": " + signedValue(call, name))
            .collect(Collectors.joining("\n"));
    return key.signed(text, Base64.getDecoder().decode(header.group(3)));
  }

  private static String signedValue(Call call, String name) {
    return name.equals("(request-target)")
        ? call.method().toLowerCase(Locale.ROOT) + " " + call.uri()
        : call.header(name);
  }

  /** The only one. */
  static JsonNode one(Map<String, JsonNode> some) {
    return some.size() == 1 ? some.values().iterator().next() : MissingNode.getInstance();
  }

  static Answer error(int status, String code, String message) {
    return Answer.of(status, "{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message));
  }

  private static JsonNode json(Call call) {
    require(call.method().equals("POST"), "method");
    try {
      return Json.mapper().readTree(new String(call.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new Complaint("not JSON: " + call.text());
    }
  }

  private static String digest(String algorithm, byte[] content) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance(algorithm).digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
