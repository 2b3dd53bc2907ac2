package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.KojiFinalizeArgs;

/** Describes builds as Koji wants to have them described by content generators (version 0). */
final class KojiMetadata {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final KojiFinalizeArgs args;
  private final long buildId;
  private final Instant end;
  private final ArrayNode buildroots = JSON.arrayNode();
  private final ArrayNode output = JSON.arrayNode();
  private final ObjectNode images = JSON.objectNode();
  private final ObjectNode manifests = JSON.objectNode();

  KojiMetadata(KojiFinalizeArgs args, long buildId, Instant end) {
    this.args = args;
    this.buildId = buildId;
    this.end = end;
  }

  /** For one use. */
  String of(List<KojiInputs.Build> builds) {
    for (int id = 0; id < builds.size(); id++) {
      add(builds.get(id), id);
    }
    ObjectNode metadata = JSON.objectNode();
    metadata.put("metadata_version", 0);
    metadata.set("build", build());
    metadata.set("buildroots", buildroots);
    metadata.set("output", output);
    return metadata.toString();
  }

  private ObjectNode build() {
    ObjectNode build = JSON.objectNode();
    build.put("build_id", buildId);
    build.put("task_id", args.getTaskId());
    build.put("name", args.getName());
    build.put("version", args.getVersion());
    build.put("release", args.getRelease());
    build.put("start_time", args.getStartTime());
    build.put("end_time", end.getEpochSecond());
    ObjectNode extra = build.putObject("extra");
    extra.putObject("typeinfo").set("image", images);
    if (!manifests.isEmpty()) {
      extra.set("osbuild_manifest", manifests);
    }
    return build;
  }

  private void add(KojiInputs.Build build, int id) {
    JsonNode files = build.files();
    String arch = build.result().path("arch").asText();
    KojiRpms rpms = new KojiRpms(build.result());
    buildroots.add(buildroot(build.result(), id, arch, rpms));
    ObjectNode about = aboutImage(build, arch);
    ObjectNode image = file(id, image(build), "image", arch);
    image.set("components", rpms.ofImage());
    typed(image, about);
    images.set(image.path("filename").asText(), about);
    if (files.path("osbuild_manifest").isObject()) {
      ObjectNode manifest = file(id, files.path("osbuild_manifest"), "osbuild-manifest", arch);
      ObjectNode aboutManifest = JSON.objectNode().put("arch", arch);
      copy(files, "osbuild_manifest_info", aboutManifest, "info");
      typed(manifest, aboutManifest);
      manifests.set(manifest.path("filename").asText(), aboutManifest);
    }
    if (files.path("log").isObject()) {
      file(id, files.path("log"), "log", "noarch");
    }
    for (JsonNode sbom : files.path("sbom_docs")) {
      typed(file(id, sbom, "sbom-doc", arch), JSON.objectNode().put("arch", arch));
    }
  }

  /** Old workers give checksum and size of the image alone, and no name. */
  private static JsonNode image(KojiInputs.Build build) {
    JsonNode files = build.files();
    if (files.path("image").isObject()) {
      return files.path("image");
    }
    return JSON.objectNode()
        .put("filename", build.filename())
        .put("checksum_type", "md5")
        .put("checksum", files.path("image_md5").asText())
        .put("size", files.path("image_size").asLong());
  }

  private static ObjectNode aboutImage(KojiInputs.Build build, String arch) {
    ObjectNode about = JSON.objectNode().put("arch", arch);
    copy(build.result(), "image_boot_mode", about, "boot_mode");
    for (JsonNode target : build.result().path("target_results")) {
      if (target.path("options").equals(build.files())) {
        copy(target, "osbuild_artifact", about, "osbuild_artifact");
      }
    }
    copy(build.result(), "osbuild_version", about, "osbuild_version");
    List<JsonNode> others = build.otherTargets();
    if (!others.isEmpty()) {
      about.putArray("upload_target_results").addAll(others);
    }
    return about;
  }

  private static ObjectNode buildroot(JsonNode result, int id, String arch, KojiRpms rpms) {
    ObjectNode buildroot = JSON.objectNode().put("id", id);
    String os = result.path("host_os").asText();
    buildroot.putObject("host").put("os", os).put("arch", arch);
    String version = result.path("osbuild_version").asText();
    buildroot
        .putObject("content_generator")
        .put("name", "osbuild")
        .put("version", version.isEmpty() ? "0" : version);
    buildroot.putObject("container").put("type", "none").put("arch", arch);
    buildroot.putArray("tools");
    buildroot.set("components", rpms.ofBuildroot());
    return buildroot;
  }

  private ObjectNode file(int buildroot, JsonNode file, String type, String arch) {
    return output
        .addObject()
        .put("buildroot_id", buildroot)
        .put("filename", file.path("filename").asText())
        .put("filesize", file.path("size").asLong())
        .put("arch", arch)
        .put("checksum_type", file.path("checksum_type").asText())
        .put("checksum", file.path("checksum").asText())
        .put("type", type);
  }

  /** Koji files whatever is no log under the kind of build that it belongs to. */
  private static void typed(ObjectNode file, ObjectNode about) {
    file.putObject("extra").putObject("typeinfo").set("image", about);
  }

  private static void copy(JsonNode from, String member, ObjectNode to, String name) {
    JsonNode value = from.path(member);
    if (!value.isMissingNode() && !value.isNull()) {
      to.set(name, value);
    }
  }
}
