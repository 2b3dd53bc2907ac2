package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.ManifestInfo;
import org.imagebuilder.agent.contract.worker.model.ManifestInfoDependency;
import org.imagebuilder.agent.contract.worker.model.PipelineNames;
import org.imagebuilder.agent.contract.worker.model.RpmManifestArgs;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.solver.RepositoryMtls;
import org.imagebuilder.agent.tools.CheckedSolver;
import org.imagebuilder.agent.tools.DepsolveDnf;
import org.imagebuilder.agent.tools.ImageBuilderCli;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.workspace.CacheDirectory;

/** Calls image-builder for a manifest; both shapes of manifest jobs come down to this. */
public final class ManifestMaker {

  private final ImageBuilderCli cli;
  private final CheckedSolver solver;
  private final CacheDirectory cache;
  private final RepositoryMtls mtls;
  private final Duration timeout;

  /** The cache holds repository metadata over jobs. */
  public ManifestMaker(
      ImageBuilderCli cli,
      CheckedSolver solver,
      CacheDirectory cache,
      RepositoryMtls mtls,
      Duration timeout) {
    this.cli = cli;
    this.solver = solver;
    this.cache = cache;
    this.mtls = mtls;
    this.timeout = timeout;
  }

  /** The tool's own time-out comes first, since it knows the log. */
  Duration jobTimeout() {
    return timeout.plusMinutes(5);
  }

  /**
   * What came of a call.
   *
   * @param manifest empty when there is an error
   */
  record Made(
      Optional<JsonNode> manifest, ManifestInfo info, String log, Optional<JobError> error) {

    /** The end of a job: the type's result with the error, or with the manifest. */
    <R> JobOutcome<R> outcome(
        BiFunction<R, JobError, R> withError,
        BiFunction<R, Map<String, Object>, R> whole,
        R result) {
      return error.isPresent()
          ? new JobOutcome.Failed<>(withError.apply(result, error.get()), error.get())
          : new JobOutcome.Succeeded<>(whole.apply(result, Json.map(manifest.orElseThrow())));
    }
  }

  /** About the manifest of a job that got nowhere. */
  static ManifestInfo noInfo() {
    return new ManifestInfo().osbuildComposerVersion("unknown");
  }

  Made make(RpmManifestArgs args, Path directory)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    ManifestRequest.check(args);
    ManifestRequest.refusePrivate(args, mtls);
    ImageBuilderCli.Version version =
        cli.version(directory)
            .orElseThrow(
                () ->
                    new JobErrorException(
                        JobErrorCode.INVALID_CONFIG,
                        "The worker's image-builder does not say which version it is"));
    List<String> flags = new ArrayList<>(ManifestFlags.of(args, version, cache.path().toString()));
    flags.addAll(new ManifestFiles(directory).write(args));
    Path manifest = directory.resolve("manifest.json");
    ImageBuilderCli.Call call =
        new ImageBuilderCli.Call(directory, flags, args.getImageType(), checks(args, directory));
    ToolResult result = cli.manifest(call, manifest, timeout);
    cache.trim();
    ManifestInfo info = info(version);
    String log = String.join("\n", result.logTail());
    if (!result.succeeded()) {
      JobError error = ManifestFailure.of(result, args.getBootc() != null);
      return new Made(Optional.empty(), info, log, Optional.of(error));
    }
    return checked(args, read(manifest, log), info, log);
  }

  /** What image-builder's environment has to say so that metadata are checked as the job wants. */
  private Map<String, String> checks(RpmManifestArgs args, Path directory)
      throws JobErrorException, IOException {
    List<String> names = ManifestRequest.checkedRepositories(args);
    return names.isEmpty()
        ? Map.of()
        : Map.of(DepsolveDnf.VARIABLE, solver.write(directory, names).toString());
  }

  private static Made checked(
      RpmManifestArgs args, JsonNode manifest, ManifestInfo info, String log)
      throws JobErrorException {
    PipelineNames names =
        Pipelines.of(manifest)
            .orElseThrow(
                () ->
                    new JobErrorException(
                        JobErrorCode.MANIFEST_GENERATION,
                        "image-builder wrote something else than an osbuild manifest of version 2"));
    String expected = args.getExportName();
    String last = names.getPayload().isEmpty() ? "" : names.getPayload().getLast();
    if (expected != null && !expected.equals(last)) {
      throw new JobErrorException(
          JobErrorCode.MANIFEST_GENERATION,
          "The manifest ends in the pipeline %s where %s is expected; composer and the worker's image-builder disagree on this image type"
              .formatted(last, expected));
    }
    return new Made(Optional.of(manifest), info.pipelineNames(names), log, Optional.empty());
  }

  private static JsonNode read(Path manifest, String log) throws JobErrorException, IOException {
    try {
      JsonNode tree = Json.mapper().readTree(manifest.toFile());
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new JobErrorException(
          JobErrorCode.MANIFEST_GENERATION,
          "image-builder wrote no JSON: " + e.getOriginalMessage(),
          log);
    }
    throw new JobErrorException(
        JobErrorCode.MANIFEST_GENERATION, "image-builder wrote no manifest", log);
  }

  private static ManifestInfo info(ImageBuilderCli.Version version) {
    ManifestInfo info =
        new ManifestInfo().osbuildComposerVersion("image-builder " + version.text());
    version
        .osbuild()
        .ifPresent(
            osbuild ->
                info.addOsbuildComposerDepsItem(
                    new ManifestInfoDependency().path("osbuild").version(osbuild)));
    return info;
  }
}
