package org.imagebuilder.agent.uploads.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.StandIn;

/** Azure's sign-in, its resource manager and storage accounts, as far as images need them. */
final class AzureStandIn extends StandIn {

  static final String SECRET = "canary-0123456789";
  static final String KEY =
      Base64.getEncoder().encodeToString((SECRET + "-key").getBytes(StandardCharsets.UTF_8));
  private static final String GROUP = "/subscriptions/sub-1/resourceGroups/images";
  private static final String ACCOUNTS = GROUP + "/providers/Microsoft.Storage/storageAccounts";
  private static final String IMAGES = GROUP + "/providers/Microsoft.Compute/images/";

  /** Tags by account. */
  final Map<String, String> accounts = new ConcurrentHashMap<>();

  final Map<String, JsonNode> images = new ConcurrentHashMap<>();

  /** Contents by path; pages that were never written are zero. */
  final Map<String, byte[]> blobs = new ConcurrentHashMap<>();

  final Map<String, String> blobMd5 = new ConcurrentHashMap<>();
  final List<String> ranges = new CopyOnWriteArrayList<>();
  final Map<String, Boolean> containers = new ConcurrentHashMap<>();
  volatile String imageError = "";
  volatile String operations = "";
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger tokens = new AtomicInteger();

  AzureStandIn() throws IOException {}

  AzureEndpoints endpoints() {
    return new AzureEndpoints(uri(), uri(), uri() + "/blobs/%s");
  }

  @Override
  protected Answer answer(Call call) {
    String path = call.path();
    if (path.startsWith("/blobs/")) {
      return blob(call);
    }
    if (path.endsWith("/oauth2/v2.0/token")) {
      return token(call);
    }
    if (!call.header("authorization").equals("Bearer " + SECRET + "-token-" + tokens.get())) {
      return Answer.of(401, error("InvalidAuthenticationToken", "The access token is invalid."));
    }
    require(!call.parameter("api-version").isEmpty(), "no api-version");
    if (path.startsWith("/operations/")) {
      return operation(path);
    }
    if (path.equals(GROUP)) {
      return Answer.of(200, "{\"location\":\"westeurope\"}");
    }
    if (path.startsWith(ACCOUNTS)) {
      return account(call, path.substring(ACCOUNTS.length()));
    }
    if (path.startsWith(IMAGES)) {
      return image(call, path.substring(IMAGES.length()));
    }
    return Answer.of(404, error("ResourceGroupNotFound", "Resource group could not be found."));
  }

  private Answer token(Call call) {
    Map<String, String> form = parameters(call.text());
    if (!call.path().startsWith("/tenant-1/")) {
      return Answer.of(
          400, "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS90002\"}");
    }
    require("client_credentials".equals(form.get("grant_type")), "grant_type");
    require("app-1".equals(form.get("client_id")), "client_id");
    require((uri() + "/.default").equals(form.get("scope")), "scope");
    if (!SECRET.equals(form.get("client_secret"))) {
      return Answer.of(
          401, "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: no\"}");
    }
    tokens.incrementAndGet();
    return Answer.of(
        200,
        "{\"access_token\":\"%s-token-%d\",\"expires_in\":3599}".formatted(SECRET, tokens.get()));
  }

  private Answer operation(String path) {
    boolean busy = asked.incrementAndGet() < 3;
    if (path.endsWith("/account")) {
      return Answer.of(busy ? 202 : 200, "{}").with("Retry-After", "0");
    }
    String end =
        imageError.isEmpty()
            ? "{\"status\":\"Succeeded\"}"
            : "{\"status\":\"Failed\",\"error\":{\"code\":\"InvalidParameter\",\"message\":\"%s\"}}"
                .formatted(imageError);
    return Answer.of(200, busy ? "{\"status\":\"InProgress\"}" : end);
  }

  private Answer account(Call call, String rest) {
    if (rest.isEmpty()) {
      return list(call);
    }
    if (rest.endsWith("/listKeys")) {
      require(call.method().equals("POST"), "method");
      return Answer.of(200, "{\"keys\":[{\"value\":\"%s\"},{\"value\":\"x\"}]}".formatted(KEY));
    }
    JsonNode account = json(call.text());
    require(call.method().equals("PUT"), "method");
    require(rest.matches("/ib[0-9a-f]{22}"), "name " + rest);
    require(account.at("/sku/name").asText().equals("Standard_LRS"), "sku");
    accounts.put(rest.substring(1), account.at("/tags/imageBuilderStorageAccount").asText());
    asked.set(0);
    return Answer.of(202, "")
        .with("Location", uri() + "/operations/account?api-version=1")
        .with("Retry-After", "0");
  }

  /** One account per page. */
  private Answer list(Call call) {
    List<String> names = List.copyOf(new TreeMap<>(accounts).keySet());
    int page = Integer.parseInt(call.query().getOrDefault("page", "0"));
    if (page >= names.size()) {
      return Answer.of(200, "{\"value\":[]}");
    }
    String name = names.get(page);
    return Answer.of(
        200,
        """
        {"value": [{"name": "%s", "tags": {"imageBuilderStorageAccount": "%s"}}],
         "nextLink": "%s%s?api-version=1&page=%d"}
        """
            .formatted(name, accounts.get(name), uri(), ACCOUNTS, page + 1));
  }

  private Answer image(Call call, String name) {
    if (call.method().equals("GET")) {
      return Answer.of(images.containsKey(name) ? 200 : 404, "{}");
    }
    if (call.method().equals("DELETE")) {
      return Answer.of(images.remove(name) == null ? 204 : 202, "");
    }
    JsonNode image = json(call.text());
    String blob = image.at("/properties/storageProfile/osDisk/blobUri").asText();
    require(blobs.containsKey(blob.replace(uri().toString(), "")), "no such blob " + blob);
    images.put(name, image);
    asked.set(0);
    String url = operations.isEmpty() ? uri().toString() : operations;
    return Answer.of(201, "{\"properties\":{\"provisioningState\":\"Creating\"}}")
        .with("Azure-AsyncOperation", url + "/operations/image?api-version=1")
        .with("Retry-After", "0");
  }

  private Answer blob(Call call) {
    String account = call.segment(2);
    if (!call.whole()) {
      return Answer.of(500, "");
    }
    if (!call.header("authorization")
        .equals("SharedKey " + account + ":" + signature(call, account))) {
      return refusal(403, "AuthenticationFailed", "Server failed to authenticate the request.");
    }
    String container = call.segment(3);
    if (call.parameter("restype").equals("container")) {
      return containers.put(container, true) == null
          ? Answer.of(201, "")
          : refusal(409, "ContainerAlreadyExists", "The specified container already exists.");
    }
    if (!containers.containsKey(container)) {
      return refusal(404, "ContainerNotFound", "The specified container does not exist.");
    }
    if (call.method().equals("DELETE")) {
      return Answer.of(blobs.remove(call.path()) == null ? 404 : 202, "");
    }
    return call.query().containsKey("comp") ? page(call) : create(call);
  }

  private Answer create(Call call) {
    require(call.header("x-ms-blob-type").equals("PageBlob"), "x-ms-blob-type");
    int length = Integer.parseInt(call.header("x-ms-blob-content-length"));
    require(length % 512 == 0, "length");
    blobs.put(call.path(), new byte[length]);
    blobMd5.put(call.path(), call.header("x-ms-blob-content-md5"));
    return Answer.of(201, "");
  }

  private Answer page(Call call) {
    require(call.header("x-ms-page-write").equals("update"), "x-ms-page-write");
    String range = call.header("x-ms-range");
    int start = Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
    int end = Integer.parseInt(range.replaceAll(".*-", ""));
    require(end + 1 - start == call.body().length && call.body().length <= 4 << 20, range);
    require(call.header("content-md5").equals(md5(call.body())), "Content-MD5");
    ranges.add(range);
    byte[] blob = blobs.getOrDefault(call.path(), new byte[0]);
    System.arraycopy(call.body(), 0, blob, start, call.body().length);
    return Answer.of(201, "");
  }

  /** As Azure's documents have it: the standard headers, those of its own, the resource. */
  private static String signature(Call call, String account) {
    String own =
        new TreeMap<>(call.headers())
            .entrySet().stream()
                .filter(header -> header.getKey().startsWith("x-ms-"))
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
    String query =
        new TreeMap<>(call.query())
            .entrySet().stream()
                .map(each -> "\n" + each.getKey() + ":" + each.getValue())
                .collect(Collectors.joining());
    String length = call.header("content-length").replaceAll("^0$", "");
    String text =
        "%s\n\n\n%s\n%s\n%s\n\n\n\n\n\n\n%s/%s%s%s"
            .formatted(
                call.method(),
                length,
                call.header("content-md5"),
                call.header("content-type"),
                own,
                account,
                call.path(),
                query);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(KEY), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode image(String name) {
    return images.getOrDefault(name, MissingNode.getInstance());
  }

  private static Answer refusal(int status, String code, String message) {
    return Answer.of(
            status,
            "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>%s</Message></Error>"
                .formatted(code, message))
        .with("x-ms-error-code", code);
  }

  static String error(String code, String message) {
    return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}".formatted(code, message);
  }

  static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (IOException e) {
      throw new Complaint("not JSON: " + text);
    }
  }
}
