package org.imagebuilder.agent.jobs;

import java.util.ArrayList;
import java.util.List;
import org.imagebuilder.agent.contract.worker.model.RpmManifestArgs;
import org.imagebuilder.agent.contract.worker.model.RpmManifestBootc;
import org.imagebuilder.agent.contract.worker.model.RpmManifestOstree;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ImageBuilderCli.Version;
import org.jspecify.annotations.Nullable;

/** Turns args into image-builder's flags, as far as the installed version has them. */
final class ManifestFlags {

  /** The first version that reads repositories where we write them. */
  private static final int OLDEST = 49;

  private static final int WITH_RPMLIST = 63;
  private static final int WITH_SIZE_AND_REMOTE_BOOTC = 75;

  private final List<String> flags = new ArrayList<>();
  private final Version version;

  private ManifestFlags(Version version) {
    this.version = version;
  }

  static List<String> of(RpmManifestArgs args, Version version, String cache)
      throws JobErrorException {
    ManifestFlags made = new ManifestFlags(version);
    made.require(OLDEST, "manifest jobs");
    made.flags.addAll(List.of("--use-librepo=false", "--ignore-warnings", "--rpmmd-cache", cache));
    made.add("--seed", args.getSeed());
    made.addSource(args);
    made.add("--arch", args.getArchitecture());
    made.addSize(args.getSize());
    made.addOstree(args.getOstree());
    made.addReports(args);
    return made.flags;
  }

  private void addSource(RpmManifestArgs args) throws JobErrorException {
    RpmManifestBootc bootc = args.getBootc();
    if (bootc == null) {
      add("--distro", args.getDistribution());
      return;
    }
    require(WITH_SIZE_AND_REMOTE_BOOTC, "bootc images");
    add("--bootc-ref", bootc.getReference());
    add("--bootc-build-ref", bootc.getBuildReference());
    add("--bootc-installer-payload-ref", bootc.getIsoPayloadReference());
    add("--bootc-default-fs", bootc.getDefaultFilesystem());
    if (Boolean.TRUE.equals(bootc.getNoDefaultKernelArgs())) {
      flags.add("--bootc-no-default-kernel-args");
    }
    flags.add("--bootc-pull-container");
  }

  private void addSize(@Nullable Long size) throws JobErrorException {
    if (size != null && size > 0) {
      require(WITH_SIZE_AND_REMOTE_BOOTC, "an image size");
      add("--image-size", size);
    }
  }

  private void addOstree(@Nullable RpmManifestOstree ostree) {
    if (ostree != null) {
      add("--ostree-ref", ostree.getRef());
      add("--ostree-parent", ostree.getParent());
      add("--ostree-url", ostree.getUrl());
    }
  }

  private void addReports(RpmManifestArgs args) {
    boolean sbom = Boolean.TRUE.equals(args.getWithSbom());
    boolean rpmlist = Boolean.TRUE.equals(args.getWithRpmlist()) && version.isAtLeast(WITH_RPMLIST);
    if (sbom) {
      flags.add("--with-sbom");
    }
    if (rpmlist) {
      flags.add("--with-rpmlist");
    }
    if (sbom || rpmlist) {
      add("--output-dir", ManifestFiles.OUTPUT);
    }
  }

  private void add(String flag, @Nullable Object value) {
    if (value != null && !value.toString().isEmpty()) {
      flags.add(flag);
      flags.add(value.toString());
    }
  }

  private void require(int wanted, String purpose) throws JobErrorException {
    if (!version.isAtLeast(wanted)) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG,
          "The worker's image-builder %s is too old for %s; version %d or newer is needed"
              .formatted(version.text(), purpose, wanted));
    }
  }
}
