package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.composer.Offer;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.debian.DebianEngine;
import org.imagebuilder.agent.debian.DebianSettings;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.solver.Entitlements;
import org.imagebuilder.agent.solver.PackageSolutions;
import org.imagebuilder.agent.solver.RepositoryMtls;
import org.imagebuilder.agent.solver.RpmSolver;
import org.imagebuilder.agent.tools.CheckedSolver;
import org.imagebuilder.agent.tools.DepsolveDnf;
import org.imagebuilder.agent.tools.ImageBuilderCli;
import org.imagebuilder.agent.tools.Osbuild;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.BuildRecord;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;
import org.imagebuilder.agent.uploads.Uploaders;
import org.imagebuilder.agent.workspace.CacheDirectory;
import org.imagebuilder.agent.workspace.Workspace;
import org.imagebuilder.agent.workspace.Workspaces;

/** Runs jobs through the real handlers with the stand-in tools, without a composer. */
final class HandlerHarness implements AutoCloseable {

  private static final Path TOOLS = Path.of("src/test/resources/tools").toAbsolutePath();

  /** For what lies below this address, and a proxy for everything. */
  static final RepositoryMtls CERTIFICATES =
      new RepositoryMtls(
          Optional.of(URI.create("https://private.example.com/content")),
          Optional.of("/keys/ca.pem"),
          Optional.of("/keys/client.key"),
          Optional.of("/keys/client.pem"),
          Optional.of(URI.create("http://proxy.example.com:3128")));

  final List<JobProgress> progress = new ArrayList<>();
  final Map<String, String> uploaded = new ConcurrentHashMap<>();
  final List<BuildRecord> builds = new ArrayList<>();
  private final Workspaces workspaces;
  private final JobHandlers handlers;

  HandlerHarness(Path work) throws IOException {
    this(work, TOOLS.resolve("image-builder").toString(), Duration.ofSeconds(20));
  }

  HandlerHarness(Path work, String imageBuilder, Duration timeout) throws IOException {
    workspaces = Workspaces.take(work);
    ToolRunner tools = new ToolRunner(work);
    CacheDirectory metadata =
        new CacheDirectory(work.resolve("rpmmd"), 1 << 20, InstantSource.system());
    ManifestMaker maker =
        new ManifestMaker(
            new ImageBuilderCli(tools, imageBuilder, Map.of()),
            new CheckedSolver(new DepsolveDnf(tools, Optional.of("cat"), Map.of())),
            metadata,
            CERTIFICATES,
            timeout);
    PackageSolutions solutions = solutions(tools, metadata, work, timeout);
    Osbuild osbuild =
        new Osbuild(
            tools,
            TOOLS.resolve("osbuild").toString(),
            new Osbuild.Settings(
                work.resolve("store"), 7 << 20, List.of("os"), CERTIFICATES.environment()));
    DebianEngine debian =
        new DebianEngine(
            tools,
            DebianSettings.of(
                work.resolve("debian"), "x86_64", Optional.of("http://localhost:1/debian")));
    Uploaders uploaders =
        new Uploaders(
            List.of(
                new RecordingUploader("org.osbuild.worker.server"),
                new RecordingUploader("org.osbuild.aws.s3"),
                new BrokenUploader()),
            Json.mapper());
    handlers =
        new JobHandlers(
            List.of(
                new RpmManifestHandler(maker),
                new ImageBuilderManifestHandler(maker),
                new DepsolveHandler(solutions),
                new SearchPackagesHandler(solutions),
                new OsbuildHandler(osbuild, uploaders, "x86_64", timeout),
                new DebianManifestHandler(debian.manifests(), timeout),
                new DebianImageHandler(debian.images(), uploaders, "x86_64", timeout)));
  }

  /** With nothing but these handlers. */
  static HandlerHarness with(Path work, JobHandler<?, ?>... handlers) throws IOException {
    return new HandlerHarness(Workspaces.take(work), new JobHandlers(List.of(handlers)));
  }

  private HandlerHarness(Workspaces workspaces, JobHandlers handlers) {
    this.workspaces = workspaces;
    this.handlers = handlers;
  }

  private static PackageSolutions solutions(
      ToolRunner tools, CacheDirectory metadata, Path root, Duration timeout) {
    DepsolveDnf helper =
        new DepsolveDnf(
            tools, Optional.of(TOOLS.resolve("osbuild-depsolve-dnf").toString()), Map.of());
    RpmSolver.Surroundings here =
        new RpmSolver.Surroundings(metadata, Entitlements.below(root), CERTIFICATES, timeout);
    return new PackageSolutions(
        new RpmSolver(helper, here, Json.mapper(), InstantSource.system()), Json.mapper());
  }

  JobOutcome<?> run(String type, Object args, Object... inputs)
      throws IOException, InterruptedException {
    Lease lease = new Lease("token", URI.create("/artifacts/"));
    Offer offer = new Offer("job", type, lease, Optional.of(args), List.of(inputs));
    try (Workspace workspace = workspaces.open("job")) {
      return handlers.run(
          offer, new JobContext("job", lease, offer.inputs(), workspace, progress::add));
    }
  }

  /** The result as composer would get it. */
  static JsonNode result(JobOutcome<?> outcome) {
    return switch (outcome) {
      case JobOutcome.Succeeded<?> done -> Json.tree(done.result());
      case JobOutcome.Failed<?> failed -> Json.tree(failed.result());
      case JobOutcome.Cancelled<?> c -> throw new AssertionError("cancelled");
      case JobOutcome.Interrupted<?> i -> throw new AssertionError("interrupted");
    };
  }

  @Override
  public void close() throws IOException {
    workspaces.close();
  }

  private final class RecordingUploader implements Uploader<Object> {
    private final String target;

    RecordingUploader(String target) {
      this.target = target;
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public Class<Object> optionsType() {
      return Object.class;
    }

    @Override
    public Map<String, Object> upload(Object options, Upload upload) throws JobErrorException {
      try {
        uploaded.put(target, Files.readString(upload.file()));
        upload.build().ifPresent(builds::add);
        return Map.of("url", "https://example.com/" + upload.filename());
      } catch (IOException e) {
        throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, e.toString());
      }
    }
  }

  private static final class BrokenUploader implements Uploader<Object> {
    @Override
    public String target() {
      return "org.osbuild.gcp";
    }

    @Override
    public Class<Object> optionsType() {
      return Object.class;
    }

    @Override
    public Map<String, Object> upload(Object options, Upload upload) throws JobErrorException {
      throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, "the cloud is gone");
    }
  }
}
