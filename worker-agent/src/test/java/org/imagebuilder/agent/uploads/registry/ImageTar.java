package org.imagebuilder.agent.uploads.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Container images in an archive, as builds export them. */
public final class ImageTar {

  private static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final int BLOCK = 512;

  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final List<String> listed = new ArrayList<>();
  private String annotations = "{}";
  private String type = IMAGE;

  public ImageTar() {}

  /** From now on images are said to be of this type. */
  ImageTar called(String newType) {
    type = newType;
    return this;
  }

  /** From now on images say from which other one they were made. */
  ImageTar madeFrom(String base) {
    annotations = "{\"org.opencontainers.image.base.name\": \"%s\"}".formatted(base);
    return this;
  }

  public ImageTar image(String architecture, byte[]... layers) {
    List<String> descriptors =
        Arrays.stream(layers)
            .map(layer -> blob("application/vnd.oci.image.layer.v1.tar+gzip", layer))
            .toList();
    String config =
        blob(
            "application/vnd.oci.image.config.v1+json",
            bytes("{\"architecture\": \"%s\", \"os\": \"linux\"}".formatted(architecture)));
    String manifest =
        """
        {"schemaVersion": 2, "mediaType": "%s", "config": %s, "layers": [%s], "annotations": %s}
        """
            .formatted(IMAGE, config, String.join(",", descriptors), annotations);
    listed.add(blob(type, bytes(manifest)));
    return this;
  }

  /** Puts all images so far into one list, as tools do that copy all architectures. */
  ImageTar list() {
    String list = blob(INDEX, bytes(index()));
    listed.clear();
    listed.add(list);
    return this;
  }

  ImageTar without(byte[] blob) {
    files.remove("./blobs/sha256/" + hex(blob));
    return this;
  }

  /** Keeps something else under a blob's name. */
  ImageTar spoiled(byte[] blob, byte[] other) {
    files.put("./blobs/sha256/" + hex(blob), other);
    return this;
  }

  byte[] manifest(String digest) {
    return Objects.requireNonNull(
        files.get("./blobs/sha256/" + digest.substring("sha256:".length())), digest);
  }

  /** What the archive's own list says. */
  String index() {
    return "{\"schemaVersion\": 2, \"mediaType\": \"%s\", \"manifests\": [%s]}"
        .formatted(INDEX, String.join(",", listed));
  }

  public Path writeTo(Path file) throws IOException {
    files.put("./index.json", bytes(index()));
    files.put("./oci-layout", bytes("{\"imageLayoutVersion\": \"1.0.0\"}"));
    return Files.write(file, tar(files));
  }

  public static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    files.forEach(
        (name, content) -> {
          tar.writeBytes(header(name, content.length));
          tar.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
        });
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  static String digest(byte[] content) {
    return "sha256:" + hex(content);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String blob(String type, byte[] content) {
    files.put("./blobs/sha256/" + hex(content), content);
    return "{\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}"
        .formatted(type, digest(content), content.length);
  }

  private static byte[] header(String name, int size) {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, "%011o".formatted(size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = '0';
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] content = bytes(text);
    System.arraycopy(content, 0, header, at, content.length);
  }

  private static String hex(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
