package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.testing.Examples;
import org.imagebuilder.agent.uploads.koji.HubStandIn;
import org.imagebuilder.agent.workspace.Workspace;
import org.imagebuilder.agent.workspace.Workspaces;
import org.junit.jupiter.api.AfterEach;

/** Jobs for Koji against a hub of ours, with builds that have laid their files there. */
abstract class KojiJobs {

  static final Instant NOW = Instant.ofEpochSecond(1787220000);
  static final String IMAGE = "guest-image-10-20260821.0.%s.qcow2";

  final HubStandIn hub = new HubStandIn();
  private final Workspaces workspaces;
  private final JobHandlers handlers;

  KojiJobs(Path work) throws IOException {
    workspaces = Workspaces.take(work);
    handlers =
        new JobHandlers(
            List.of(
                new KojiInitHandler(hub.client(work)),
                new KojiFinalizeHandler(hub.client(work), () -> NOW)));
  }

  @AfterEach
  void close() throws IOException {
    workspaces.close();
    hub.close();
  }

  final JsonNode finish(Object... inputs) throws Exception {
    return run("koji-finalize", args("koji-finalize"), inputs);
  }

  final JsonNode run(String type, Object args, Object... inputs) throws Exception {
    Offer offer = offer(type, args, inputs);
    try (Workspace workspace = workspaces.open("job")) {
      return HandlerHarness.result(handlers.run(offer, context(offer, workspace)));
    }
  }

  /** What follows when a job was interrupted and is not wanted any more. */
  final void cancelled(String type, Object args, Object... inputs) throws Exception {
    Offer offer = offer(type, args, inputs);
    try (Workspace workspace = workspaces.open("job")) {
      handlers.cancelled(offer, context(offer, workspace));
    }
  }

  private static Offer offer(String type, Object args, Object... inputs) {
    Lease lease = new Lease("token", URI.create("/artifacts/"));
    return new Offer("job", type, lease, Optional.of(args), List.of(inputs));
  }

  private static JobContext context(Offer offer, Workspace workspace) {
    return new JobContext("job", offer.lease(), offer.inputs(), workspace, progress -> {});
  }

  final ObjectNode args(String type) throws IOException {
    return ((ObjectNode) Examples.job(type + ".args")).put("server", hub.hub());
  }

  static ObjectNode reservation() throws IOException {
    return ((ObjectNode) Examples.job("koji-init.result")).put("token", HubStandIn.TOKEN);
  }

  /** A build that has laid its files at the hub. */
  final ObjectNode build(String arch) throws IOException {
    String directory = args("koji-finalize").path("koji_directory").asText();
    String image = IMAGE.formatted(arch);
    ObjectNode target = Json.mapper().createObjectNode().put("name", "org.osbuild.koji");
    ObjectNode files = target.putObject("options");
    files.set("image", file(directory, image));
    files.set("osbuild_manifest", file(directory, image + ".manifest.json"));
    files.set("log", file(directory, image + ".osbuild.log"));
    files.putArray("sbom_docs").add(file(directory, image + ".image-os.spdx.json"));
    target.putObject("osbuild_artifact").put("export_name", "qcow2");
    ObjectNode build = (ObjectNode) Examples.job("osbuild.result");
    build.put("arch", arch);
    ((ArrayNode) build.path("target_results")).insert(0, target);
    return build;
  }

  private JsonNode file(String directory, String name) {
    byte[] content = name.getBytes(StandardCharsets.UTF_8);
    hub.files.put(directory + "/" + name, content);
    return Json.tree(
        Map.of(
            "filename",
            name,
            "checksum_type",
            "md5",
            "checksum",
            HubStandIn.md5(content),
            "size",
            content.length));
  }
}
