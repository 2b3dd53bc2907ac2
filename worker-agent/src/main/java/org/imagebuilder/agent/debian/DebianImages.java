package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.DebianManifest;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolRunner;

/** Builds a manifest: the same manifest and tool root give the same bytes. */
public final class DebianImages {

  private static final Pattern FILENAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final String VERSION = "1";

  private final ToolRunner tools;
  private final DebianSettings settings;
  private final DebianTools debianTools;
  private final PackageCache cache;

  DebianImages(
      ToolRunner tools, DebianSettings settings, DebianTools debianTools, PackageCache cache) {
    this.tools = tools;
    this.settings = settings;
    this.debianTools = debianTools;
    this.cache = cache;
  }

  /**
   * Writes the image into the output directory under the manifest's file name. Everything else that
   * comes into being lies in the workspace, which the caller removes.
   */
  public Path build(DebianManifest manifest, Path workspace, Path output, BuildLog log)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    check(manifest);
    debianTools.expectReady();
    DebianArchitecture architecture =
        DebianManifests.architecture(manifest.getArchitecture(), settings);
    BuildTools build = new BuildTools(tools, log);
    Path own = Files.createDirectories(workspace.resolve("debian")).toAbsolutePath().normalize();
    log.plan(steps(manifest));
    log.begin("packages", "org.imagebuilder.debian.tools", "Preparing tools");
    Confinement confinement = Confinement.find(tools, own);
    ToolRoot root = debianTools.root(architecture, own.resolve("tools"), build);
    log.begin("packages", "org.imagebuilder.debian.packages", "Fetching packages");
    Path folder = own.resolve("packages");
    cache.fetch(manifest.getPackages(), folder, own.resolve("download"), build);
    Path tar =
        new TreeBuilder(own, confinement, build, settings.toolTimeout())
            .build(manifest, folder, root);
    Path image = output.toAbsolutePath().normalize().resolve(manifest.getFilename());
    Files.createDirectories(output);
    pack(manifest, own, root, tar, image, build);
    log.finish();
    return image;
  }

  private void pack(
      DebianManifest manifest, Path own, ToolRoot root, Path tar, Path image, BuildTools build)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    long epoch = manifest.getSourceDateEpoch();
    switch (manifest.getImageType()) {
      case TAR -> Files.move(tar, image, StandardCopyOption.REPLACE_EXISTING);
      case CONTAINER ->
          new OciArchive(own, build)
              .write(
                  tar,
                  image,
                  DebianManifests.architecture(manifest.getArchitecture(), settings),
                  epoch);
      case RAW -> disk(manifest, own, root, build).write(tar, image);
      case GUEST_IMAGE -> {
        DiskImage disk = disk(manifest, own, root, build);
        Path raw = own.resolve("disk.raw");
        disk.write(tar, raw);
        Files.delete(tar);
        disk.compress(raw, image);
      }
    }
  }

  private DiskImage disk(DebianManifest manifest, Path own, ToolRoot root, BuildTools build) {
    return new DiskImage(
        own,
        root,
        DiskLayout.of(manifest),
        manifest.getSourceDateEpoch(),
        build,
        settings.toolTimeout());
  }

  /** Tools and packages; install, customize and pack; then what the type adds. */
  private static int steps(DebianManifest manifest) {
    return 5
        + switch (manifest.getImageType()) {
          case TAR -> 0;
          case CONTAINER -> 1;
          case RAW -> 2;
          case GUEST_IMAGE -> 3;
        };
  }

  private static void check(DebianManifest manifest) throws JobErrorException {
    if (!VERSION.equals(manifest.getVersion())
        || manifest.getImageType() == null
        || manifest.getArchitecture() == null
        || manifest.getSourceDateEpoch() == null
        || manifest.getSeed() == null
        || manifest.getSize() == null
        || manifest.getFilename() == null
        || !FILENAME.matcher(manifest.getFilename()).matches()
        || Absent.list(manifest.getPackages()).isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.PARSING_DYNAMIC_ARGS,
          "The manifest is not one of version 1, or lacks a member that it must have");
    }
    new CustomizationRules(JobErrorCode.PARSING_DYNAMIC_ARGS).check(manifest.getCustomizations());
  }
}
