package org.imagebuilder.agent.debian;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;

/** Packs a tree as a container image of one layer, in the OCI image layout as one tar file. */
final class OciArchive {

  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";
  private static final String PATH =
      "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final int BUFFER = 1 << 16;

  private final Path directory;
  private final BuildTools tools;
  private final ObjectMapper json = new ObjectMapper();

  OciArchive(Path directory, BuildTools tools) {
    this.directory = directory;
    this.tools = tools;
  }

  void write(Path tar, Path archive, DebianArchitecture architecture, long epoch)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    tools.log().begin("image", "org.imagebuilder.debian.container", "Packing the container");
    Path layout = directory.resolve("oci");
    Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
    String created = Instant.ofEpochSecond(epoch).toString();
    MessageDigest content = Digests.sha256();
    Path layer = compress(tar, blobs.resolve("layer"), content);
    Map<String, Object> layerDescriptor = store(blobs, LAYER, layer);
    Map<String, Object> config =
        store(
            blobs,
            CONFIG,
            write(blobs, config(architecture, created, "sha256:" + Digests.hex(content))));
    Map<String, Object> manifest =
        Map.of(
            "schemaVersion",
            2,
            "mediaType",
            MANIFEST,
            "config",
            config,
            "layers",
            List.of(layerDescriptor));
    Map<String, Object> descriptor = store(blobs, MANIFEST, write(blobs, manifest));
    Map<String, Object> index =
        Map.of("schemaVersion", 2, "mediaType", INDEX, "manifests", List.of(descriptor));
    Files.write(layout.resolve("index.json"), json(index));
    Files.write(layout.resolve("oci-layout"), json(Map.of("imageLayoutVersion", "1.0.0")));
    pack(layout, archive, epoch);
  }

  private static Map<String, Object> config(
      DebianArchitecture architecture, String created, String contentSum) {
    return Map.of(
        "created", created,
        "architecture", architecture.debianName(),
        "os", "linux",
        "config", Map.of("Env", List.of(PATH), "Cmd", List.of("/bin/bash")),
        "rootfs", Map.of("type", "layers", "diff_ids", List.of(contentSum)),
        "history", List.of(Map.of("created", created)));
  }

  private static Path compress(Path tar, Path layer, MessageDigest content) throws IOException {
    try (InputStream in = new DigestInputStream(Files.newInputStream(tar), content);
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(layer), BUFFER);
        OutputStream out = new GZIPOutputStream(file, BUFFER)) {
      in.transferTo(out);
    }
    return layer;
  }

  private Path write(Path blobs, Map<String, Object> document) throws IOException {
    return Files.write(blobs.resolve("document"), json(document));
  }

  /** Names a file by its checksum and describes it. */
  private static Map<String, Object> store(Path blobs, String type, Path file) throws IOException {
    String sum = Digests.of(file);
    long size = Files.size(file);
    Files.move(file, blobs.resolve(sum));
    return Map.of("mediaType", type, "digest", "sha256:" + sum, "size", size);
  }

  private void pack(Path layout, Path archive, long epoch)
      throws JobErrorException, ToolException, InterruptedException {
    tools.run(
        "Packing the container",
        ToolCommand.of(
            directory,
            "tar",
            "--create",
            "--file=" + archive,
            "--directory=" + layout,
            "--format=ustar",
            "--sort=name",
            "--mtime=@" + epoch,
            "--owner=0",
            "--group=0",
            "--numeric-owner",
            "--mode=u=rwX,go=rX",
            "."));
  }

  /** The same document has the same bytes, whatever order a map has today. */
  private byte[] json(Map<String, Object> document) throws IOException {
    return json.writer()
        .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .writeValueAsBytes(new LinkedHashMap<>(document));
  }
}
