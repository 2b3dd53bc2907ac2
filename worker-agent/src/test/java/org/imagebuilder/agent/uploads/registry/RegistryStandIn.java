package org.imagebuilder.agent.uploads.registry;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.imagebuilder.agent.testing.Servers;
import org.imagebuilder.agent.testing.StandIn;
import org.imagebuilder.agent.testing.TestAuthority;

/** A registry that gives tokens to who signs in, and keeps what came of an upload that broke. */
final class RegistryStandIn extends StandIn {

  static final String REPOSITORY = "team/app";
  static final String NEIGHBOUR = "team/base";
  static final String PASSWORD = "canary-password";
  static final String LOGIN = Base64.getEncoder().encodeToString(ImageTar.bytes("ops:" + PASSWORD));

  final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  final Map<String, byte[]> neighbours = new ConcurrentHashMap<>();
  final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  final Map<String, String> types = new ConcurrentHashMap<>();
  final Map<String, byte[]> begun = new ConcurrentHashMap<>();
  final List<String> ranges = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile String token = "";
  private volatile Optional<Runnable> atUpload = Optional.empty();

  RegistryStandIn() throws Exception {
    super(Servers.tls(new TestAuthority("registries").serverContext(), false));
  }

  /** Host, port and repository. */
  String name() {
    return uri().getAuthority() + "/" + REPOSITORY;
  }

  /** What is kept under a tag. */
  byte[] tagged(String tag) {
    return Objects.requireNonNull(manifests.get(tag), tag);
  }

  /** Happens when something is sent, which is then answered as by a busy registry. */
  void atUpload(Runnable what) {
    atUpload = Optional.of(what);
  }

  @Override
  protected Answer answer(Call call) {
    if (call.path().equals("/token")) {
      return token(call);
    }
    if (token.isEmpty() || !call.header("authorization").equals("Bearer " + token)) {
      return Answer.of(401, "{}")
          .with(
              "WWW-Authenticate",
              "Bearer realm=\"%s/token\",service=\"stand-in\",scope=\"more\"".formatted(uri()));
    }
    String rest = call.path().replaceFirst("^/v2/" + REPOSITORY + "/", "");
    if (rest.startsWith("blobs/uploads/")) {
      String id = rest.substring("blobs/uploads/".length());
      return id.isEmpty() ? begin(call) : upload(call, id);
    }
    String last = rest.substring(rest.indexOf('/') + 1);
    if (rest.startsWith("blobs/")) {
      require(call.method().equals("HEAD"), "blobs are only looked for");
      return Answer.of(blobs.containsKey(last) ? 200 : 404, "");
    }
    require(rest.startsWith("manifests/"), "an unknown place");
    return manifest(call, last);
  }

  private Answer token(Call call) {
    require(call.parameter("service").equals("stand-in"), "the service that was asked for");
    require(
        call.uri().getRawQuery().contains("scope=repository%3Ateam%2Fapp%3Apull%2Cpush"),
        "the right to write");
    if (!call.header("authorization").equals("Basic " + LOGIN)) {
      return Answer.of(401, "{\"errors\": [{\"code\": \"UNAUTHORIZED\"}]}");
    }
    token = "canary-token-" + count.incrementAndGet();
    return Answer.of(200, "{\"token\": \"%s\", \"expires_in\": 60}".formatted(token));
  }

  private Answer begin(Call call) {
    require(call.method().equals("POST"), "uploads begin with POST");
    String mounted = call.parameter("mount");
    if (call.parameter("from").equals(NEIGHBOUR) && neighbours.containsKey(mounted)) {
      blobs.put(mounted, neighbours.get(mounted));
      return Answer.of(201, "");
    }
    String id = "u" + count.incrementAndGet();
    begun.put(id, new byte[0]);
    return Answer.of(202, "").with("Location", place(id));
  }

  /** The state tells whether it is the place of the last answer. */
  private String place(String id) {
    return "/v2/%s/blobs/uploads/%s?state=%d"
        .formatted(REPOSITORY, id, begun.getOrDefault(id, new byte[0]).length);
  }

  private Answer upload(Call call, String id) {
    byte[] before = begun.get(id);
    if (before == null) {
      return Answer.of(404, "{\"errors\": [{\"code\": \"BLOB_UPLOAD_UNKNOWN\"}]}");
    }
    return switch (call.method()) {
      case "DELETE" -> {
        begun.remove(id);
        yield Answer.of(204, "");
      }
      case "GET" ->
          Answer.of(204, "")
              .with("Location", place(id))
              .with("Range", "0-" + Math.max(0, before.length - 1));
      case "PUT" -> finish(call, id, before);
      default -> throw new Complaint("uploads are not " + call.method());
    };
  }

  private Answer finish(Call call, String id, byte[] before) {
    require(
        call.parameter("state").equals(String.valueOf(before.length)), "the place of last time");
    if (atUpload.isPresent()) {
      atUpload.get().run();
      return Answer.of(503, "");
    }
    ranges.add(call.header("content-range"));
    byte[] all = Arrays.copyOf(before, before.length + call.body().length);
    System.arraycopy(call.body(), 0, all, before.length, call.body().length);
    if (!call.whole()) {
      begun.put(id, all);
      return Answer.of(400, "");
    }
    begun.remove(id);
    if (!ImageTar.digest(all).equals(call.parameter("digest"))) {
      return Answer.of(400, "{\"errors\": [{\"code\": \"DIGEST_INVALID\"}]}");
    }
    blobs.put(call.parameter("digest"), all);
    return Answer.of(201, "");
  }

  private Answer manifest(Call call, String reference) {
    require(call.method().equals("PUT"), "manifests are put");
    String digest = ImageTar.digest(call.body());
    require(!reference.startsWith("sha256:") || reference.equals(digest), "its own digest");
    manifests.put(reference, call.body());
    manifests.put(digest, call.body());
    types.put(digest, call.header("content-type"));
    return Answer.of(201, "").with("Docker-Content-Digest", digest);
  }
}
