package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.StandIn;
import org.imagebuilder.agent.uploads.TestKey;

/** Tokens, Cloud Storage, Compute Engine and the metadata server, as far as images need them. */
final class GoogleStandIn extends StandIn {

  static final String PROJECT = "images-123";
  static final String EMAIL = "images@images-123.iam.gserviceaccount.com";
  static final String SECRET = "canary-0123456789";

  /** Storage keeps whole blocks of what arrived before a connection broke. */
  private static final int BLOCK = 256 << 10;

  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");

  /** Making one takes a while. */
  private static final TestKey KEY = new TestKey();

  final TestKey key = KEY;
  final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  final Map<String, ObjectNode> images = new ConcurrentHashMap<>();
  final Map<String, JsonNode> policies = new ConcurrentHashMap<>();
  final Set<String> tokens = ConcurrentHashMap.newKeySet();
  final Set<Integer> chunks = new HashSet<>();

  /** Validity of a token in seconds. */
  volatile long expiresIn = 3600;

  volatile String operationError = "";
  private final ByteArrayOutputStream session = new ByteArrayOutputStream();
  private volatile String sessionObject = "";
  private volatile String sessionMd5 = "";
  private volatile String sessionId = "";
  private volatile long sessionLength;
  private final AtomicInteger waits = new AtomicInteger();

  GoogleStandIn() throws IOException {}

  GcpEndpoints endpoints(URI metadata) {
    return new GcpEndpoints(uri(), uri(), uri().resolve("/token"), metadata);
  }

  /** The file that Google hands out for a service account. */
  String serviceAccount() {
    return Json.mapper()
        .createObjectNode()
        .put("type", "service_account")
        .put("project_id", PROJECT)
        .put("private_key_id", "key-1")
        .put("private_key", key.pkcs8())
        .put("client_email", EMAIL)
        .put("token_uri", uri().resolve("/token").toString())
        .toString();
  }

  String authorizedUser() {
    return "{\"type\":\"authorized_user\",\"client_id\":\"me\",\"client_secret\":\"%s\",\"refresh_token\":\"%s\"}"
        .formatted(SECRET, SECRET + "-refresh");
  }

  @Override
  protected Answer answer(Call call) {
    String path = call.path();
    if (path.equals("/token")) {
      return tokenFor(parameters(call.text()));
    }
    if (path.startsWith("/computeMetadata/v1/")) {
      require(call.header("metadata-flavor").equals("Google"), "no Metadata-Flavor");
      Answer answer = path.endsWith("/token") ? newToken() : Answer.of(200, PROJECT);
      return answer.with("Metadata-Flavor", "Google");
    }
    if (path.equals("/session/" + sessionId)) {
      return call.method().equals("DELETE") ? Answer.of(499, "") : chunk(call);
    }
    if (!tokens.contains(call.header("authorization").replace("Bearer ", ""))) {
      return Answer.of(401, "{\"error\":{\"code\":401,\"message\":\"Invalid Credentials\"}}");
    }
    if (path.startsWith("/upload/storage/v1/b/")) {
      return begin(call);
    }
    return path.startsWith("/storage/v1/b/") ? delete(call) : compute(call);
  }

  private Answer tokenFor(Map<String, String> form) {
    if ("refresh_token".equals(form.get("grant_type"))) {
      require(SECRET.equals(form.get("client_secret")), "client_secret");
      require((SECRET + "-refresh").equals(form.get("refresh_token")), "refresh_token");
      return newToken();
    }
    require(
        "urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type")), "grant_type");
    String[] jwt = form.getOrDefault("assertion", "").split("\\.", -1);
    require(jwt.length == 3, "the assertion has no three parts");
    if (!key.signed(jwt[0] + "." + jwt[1], Base64.getUrlDecoder().decode(jwt[2]))) {
      return Answer.of(
          400, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
    }
    JsonNode header =
        json(new String(Base64.getUrlDecoder().decode(jwt[0]), StandardCharsets.UTF_8));
    JsonNode claims =
        json(new String(Base64.getUrlDecoder().decode(jwt[1]), StandardCharsets.UTF_8));
    require(header.path("alg").asText().equals("RS256"), "alg");
    require(header.path("kid").asText().equals("key-1"), "kid");
    require(claims.path("iss").asText().equals(EMAIL), "iss");
    require(claims.path("aud").asText().equals(uri().resolve("/token").toString()), "aud");
    require(claims.path("scope").asText().endsWith("/auth/cloud-platform"), "scope");
    long life = claims.path("exp").asLong() - claims.path("iat").asLong();
    require(life > 0 && life <= 3600, "exp");
    return newToken();
  }

  private Answer newToken() {
    String token = SECRET + "-token-" + tokens.size();
    tokens.add(token);
    return Answer.of(
        200,
        "{\"access_token\":\"%s\",\"expires_in\":%d,\"token_type\":\"Bearer\"}"
            .formatted(token, expiresIn));
  }

  private Answer begin(Call call) {
    String bucket = call.segment(5);
    if (!bucket.equals("images")) {
      return Answer.of(
          404, "{\"error\":{\"code\":404,\"message\":\"The specified bucket does not exist.\"}}");
    }
    JsonNode object = json(call.text());
    require(call.parameter("uploadType").equals("resumable"), "uploadType");
    require(call.parameter("name").equals(object.path("name").asText()), "name");
    require(!object.at("/metadata/osbuild-composer-image-name").asText().isEmpty(), "metadata");
    session.reset();
    sessionObject = object.path("name").asText();
    sessionMd5 = object.path("md5Hash").asText();
    sessionLength = Long.parseLong(call.header("x-upload-content-length"));
    sessionId = SECRET + "-session-" + calls().size();
    return Answer.of(200, "").with("Location", uri().resolve("/session/" + sessionId).toString());
  }

  private Answer chunk(Call call) {
    String range = call.header("content-range");
    if (range.equals("bytes */" + sessionLength)) {
      require(call.body().length == 0, "a question with a body");
      return state();
    }
    Matcher matcher = RANGE.matcher(range);
    require(matcher.matches(), "Content-Range " + range);
    require(Long.parseLong(matcher.group(1)) == session.size(), "begins elsewhere: " + range);
    require(Long.parseLong(matcher.group(3)) == sessionLength, "another length: " + range);
    long length = Long.parseLong(matcher.group(2)) + 1 - session.size();
    boolean last = session.size() + length == sessionLength;
    require(last || length % BLOCK == 0, "not in blocks: " + range);
    require(!call.whole() || call.body().length == length, "not as long as it says: " + range);
    chunks.add(call.body().length);
    int kept = call.whole() ? call.body().length : call.body().length / BLOCK * BLOCK;
    session.writeBytes(Arrays.copyOf(call.body(), kept));
    return state();
  }

  private Answer state() {
    if (session.size() < sessionLength) {
      Answer more = Answer.of(308, "");
      return session.size() == 0 ? more : more.with("Range", "bytes=0-" + (session.size() - 1));
    }
    String md5 = md5(session.toByteArray());
    if (!md5.equals(sessionMd5)) {
      return Answer.of(400, "{\"error\":{\"code\":400,\"message\":\"MD5 differs\"}}");
    }
    objects.put(sessionObject, session.toByteArray());
    return Answer.of(200, "{\"md5Hash\":\"%s\"}".formatted(md5));
  }

  private Answer delete(Call call) {
    require(call.method().equals("DELETE"), "not a DELETE");
    return Answer.of(objects.remove(decoded(call.segment(6))) == null ? 404 : 204, "");
  }

  private Answer compute(Call call) {
    String[] path = call.path().split("/", -1);
    require(path[4].equals(PROJECT) && path[5].equals("global"), "project");
    if (path[6].equals("operations")) {
      require(path[8].equals("wait"), "no wait");
      int asked = waits.incrementAndGet();
      String error =
          operationError.isEmpty()
              ? ""
              : ",\"error\":{\"errors\":[{\"code\":\"BAD\",\"message\":\"%s\"}]}"
                  .formatted(operationError);
      return Answer.of(
          200, asked < 3 ? "{\"status\":\"RUNNING\"}" : "{\"status\":\"DONE\"%s}".formatted(error));
    }
    if (path.length == 7) {
      return insert(call);
    }
    return path.length == 8 ? image(call, path[7]) : policy(call, path[7], path[8]);
  }

  private Answer insert(Call call) {
    require(!call.parameter("requestId").isEmpty(), "no requestId");
    ObjectNode image = (ObjectNode) json(call.text());
    String source = image.at("/rawDisk/source").asText();
    String object = source.replace("https://storage.googleapis.com/images/", "");
    require(objects.containsKey(decoded(object)), "no such object: " + source);
    require(image.at("/rawDisk/containerType").asText().equals("TAR"), "containerType");
    String name = image.path("name").asText();
    if (images.containsKey(name)) {
      return Answer.of(409, "{\"error\":{\"code\":409,\"message\":\"already exists\"}}");
    }
    images.put(name, image);
    policies.put(name, json("{\"etag\":\"e1\",\"version\":1}"));
    return Answer.of(200, "{\"name\":\"operation-1\",\"status\":\"PENDING\"}");
  }

  private Answer image(Call call, String name) {
    if (call.method().equals("DELETE")) {
      return Answer.of(images.remove(name) == null ? 404 : 200, "{}");
    }
    return Answer.of(images.containsKey(name) ? 200 : 404, "{\"status\":\"READY\"}");
  }

  private Answer policy(Call call, String name, String action) {
    if (action.equals("getIamPolicy")) {
      return Answer.of(200, policy(name).toString());
    }
    JsonNode policy = json(call.text()).path("policy");
    require(policy.path("etag").equals(policy(name).path("etag")), "another etag");
    policies.put(name, policy);
    return Answer.of(200, policy.toString());
  }

  JsonNode policy(String image) {
    return policies.getOrDefault(image, MissingNode.getInstance());
  }

  JsonNode image(String name) {
    ObjectNode image = images.get(name);
    return image == null ? MissingNode.getInstance() : image;
  }

  static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (IOException e) {
      throw new Complaint("not JSON: " + text);
    }
  }

  private static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is left in it: objects and images by their names. */
  Set<String> left() {
    Set<String> left = new TreeSet<>(objects.keySet());
    left.addAll(new TreeMap<>(images).keySet());
    return left;
  }
}
