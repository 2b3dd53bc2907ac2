package org.imagebuilder.agent.uploads.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;

/** An image, or one for each of several architectures, in an archive in the OCI layout. */
final class ImageArchive {

  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String BASE = "org.opencontainers.image.base.name";
  private static final int LARGEST_MANIFEST = 4 << 20;
  private static final int DEEPEST = 4;
  private static final int MOST_MANIFESTS = 1000;

  /** All of them are kept in memory. */
  private static final long LARGEST_MANIFESTS = 32L << 20;

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*");

  private final Map<String, HttpBody.Piece> files;
  private final JsonMapper json;
  private final Map<String, HttpBody.Piece> blobs = new LinkedHashMap<>();
  private final Map<String, Manifest> manifests = new LinkedHashMap<>();
  private Optional<String> base = Optional.empty();

  /** Of the manifests so far. */
  private long inMemory;

  /** What a registry keeps under a tag or a digest, with its exact bytes. */
  record Manifest(String digest, String mediaType, HttpBody content) {}

  private ImageArchive(Map<String, HttpBody.Piece> files, JsonMapper json) {
    this.files = files;
    this.json = json;
  }

  /** Reads all but the blobs; what is missing or damaged is found before anything is sent. */
  static ImageArchive open(Path file, JsonMapper json) throws JobErrorException {
    try {
      ImageArchive archive = new ImageArchive(TarFile.pieces(file), json);
      archive.readLayout();
      return archive;
    } catch (IOException e) {
      throw new JobErrorException(
          JobErrorCode.UPLOADING_IMAGE,
          "The build's file %s cannot go to a registry, which takes container images as an OCI"
                  .formatted(file.getFileName())
              + " archive: choose an image type that makes one",
          String.valueOf(e.getMessage()));
    }
  }

  /** Layers and configurations by their digests. */
  Map<String, HttpBody.Piece> blobs() {
    return blobs;
  }

  /** Those first that others name; the last is the whole. */
  Map<String, Manifest> manifests() {
    return manifests;
  }

  /** The name of the image that this one was made from, where it says so. */
  Optional<String> base() {
    return base;
  }

  private void readLayout() throws IOException {
    HttpBody.Piece index = files.get("index.json");
    if (index == null) {
      throw new IOException(
          files.containsKey("manifest.json")
              ? "it is an archive of docker's own kind, not of the OCI's"
              : "it has no index.json");
    }
    byte[] content = bytes(index, "index.json");
    JsonNode listed = tree(content, "index.json").path("manifests");
    if (listed.isEmpty()) {
      throw new IOException("its index.json names no image");
    }
    if (listed.size() == 1) {
      manifest(listed.get(0), 1);
    } else {
      readAll(listed, 1);
      add(new Manifest(digest(content), INDEX, HttpBody.bytes(content)));
    }
  }

  private void readAll(JsonNode listed, int depth) throws IOException {
    for (JsonNode each : listed) {
      manifest(each, depth);
    }
  }

  private void manifest(JsonNode descriptor, int depth) throws IOException {
    String digest = digestOf(descriptor);
    if (manifests.containsKey(digest)) {
      return;
    }
    if (depth > DEEPEST) {
      throw new IOException("its lists of images are nested too deep");
    }
    byte[] content = bytes(file(descriptor), digest);
    if (!digest(content).equals(digest)) {
      throw new IOException(digest + " is damaged");
    }
    JsonNode tree = tree(content, digest);
    boolean list = tree.path("manifests").isArray();
    if (list) {
      readAll(tree.path("manifests"), depth + 1);
    } else {
      image(tree, digest);
    }
    String type =
        descriptor.path("mediaType").asText(tree.path("mediaType").asText(list ? INDEX : IMAGE));
    if (!MEDIA_TYPE.matcher(type).matches()) {
      throw new IOException(digest + " has a media type that is none");
    }
    add(new Manifest(digest, type, HttpBody.bytes(content)));
  }

  private void image(JsonNode tree, String digest) throws IOException {
    if (!tree.path("config").isObject() || !tree.path("layers").isArray()) {
      throw new IOException(digest + " is no manifest of an image");
    }
    for (JsonNode layer : tree.path("layers")) {
      // Layers that may not be spread are fetched from where they say.
      boolean elsewhere = !layer.path("urls").isEmpty() && !files.containsKey(path(layer));
      if (!elsewhere) {
        blobs.put(digestOf(layer), file(layer));
      }
    }
    blobs.put(digestOf(tree.path("config")), file(tree.path("config")));
    String made = tree.path("annotations").path(BASE).asText();
    if (!made.isEmpty()) {
      base = Optional.of(made);
    }
  }

  private void add(Manifest manifest) throws IOException {
    manifests.put(manifest.digest(), manifest);
    inMemory += manifest.content().length();
    if (manifests.size() > MOST_MANIFESTS || inMemory > LARGEST_MANIFESTS) {
      throw new IOException("it has too many images");
    }
  }

  private HttpBody.Piece file(JsonNode descriptor) throws IOException {
    HttpBody.Piece piece = files.get(path(descriptor));
    if (piece == null) {
      throw new IOException("it lacks " + digestOf(descriptor));
    }
    if (piece.length() != descriptor.path("size").asLong(-1)) {
      throw new IOException(digestOf(descriptor) + " has another size than it should");
    }
    return piece;
  }

  private static String path(JsonNode descriptor) throws IOException {
    return "blobs/" + digestOf(descriptor).replace(':', '/');
  }

  private static String digestOf(JsonNode descriptor) throws IOException {
    String digest = descriptor.path("digest").asText();
    if (!digest.matches("sha256:[0-9a-f]{64}")) {
      throw new IOException("it names something by another digest than SHA-256");
    }
    return digest;
  }

  private static byte[] bytes(HttpBody.Piece piece, String name) throws IOException {
    if (piece.length() > LARGEST_MANIFEST) {
      throw new IOException(name + " is too large for a manifest");
    }
    return piece.read();
  }

  private JsonNode tree(byte[] content, String name) throws IOException {
    try {
      return json.readTree(content);
    } catch (JsonProcessingException e) {
      throw new IOException(name + " is not JSON", e);
    }
  }

  private static String digest(byte[] content) throws IOException {
    return "sha256:" + HexFormat.of().formatHex(HttpBody.bytes(content).digest("SHA-256"));
  }
}
