package org.imagebuilder.agent.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.ImageBuilderManifestArgs;
import org.imagebuilder.agent.contract.worker.model.ImageBuilderManifestCommand;
import org.imagebuilder.agent.contract.worker.model.RepoConfig;
import org.imagebuilder.agent.contract.worker.model.RpmManifestArgs;
import org.imagebuilder.agent.contract.worker.model.RpmManifestBootc;
import org.imagebuilder.agent.contract.worker.model.RpmRepository;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.registries.ImageReference;
import org.imagebuilder.agent.solver.RepositoryMtls;
import org.jspecify.annotations.Nullable;

/** Reads the older shape of a manifest job as the newer one. */
final class ManifestRequest {

  private ManifestRequest() {}

  /** The file names and flags that come out of this must not be more than names and flags. */
  static void check(RpmManifestArgs args) throws JobErrorException {
    if (args.getBootc() == null) {
      String distribution = args.getDistribution();
      if (distribution == null || !distribution.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
        throw JobErrorException.of(
            JobErrorCode.PARSING_JOB_ARGS, "distribution is not the name of a distribution");
      }
    }
    RpmManifestBootc bootc = args.getBootc();
    if (bootc != null) {
      checkReference("reference", bootc.getReference());
      checkReference("build_reference", bootc.getBuildReference());
      checkReference("iso_payload_reference", bootc.getIsoPayloadReference());
    }
    if (!args.getArchitecture().matches("[a-z0-9_]+")) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_JOB_ARGS, "architecture is not the name of an architecture");
    }
    if (args.getImageType().isBlank()) {
      throw JobErrorException.of(JobErrorCode.PARSING_JOB_ARGS, "image_type is empty");
    }
  }

  /** The command line has no way to be given certificates. */
  static void refusePrivate(RpmManifestArgs args, RepositoryMtls mtls) throws JobErrorException {
    List<RpmRepository> repositories = args.getRepositories();
    if (mtls.baseurl().isEmpty() || repositories == null) {
      return;
    }
    for (RpmRepository repository : repositories) {
      List<String> addresses = repository.getBaseurl();
      for (String address : addresses == null ? List.<String>of() : addresses) {
        if (mtls.matches(address)) {
          throw new JobErrorException(
              JobErrorCode.INVALID_CONFIG,
              "image-builder cannot show this worker's certificates to the repository " + address);
        }
      }
    }
  }

  /** The names of those whose metadata have to be signed. */
  static List<String> checkedRepositories(RpmManifestArgs args) throws JobErrorException {
    List<RpmRepository> repositories = args.getRepositories();
    List<String> names = new ArrayList<>();
    for (RpmRepository each : repositories == null ? List.<RpmRepository>of() : repositories) {
      if (Boolean.TRUE.equals(each.getCheckRepoGpg())) {
        String name = each.getName();
        if (name == null || name.isEmpty()) {
          throw JobErrorException.of(
              JobErrorCode.PARSING_JOB_ARGS, "a repository with check_repo_gpg needs a name");
        }
        names.add(name);
      }
    }
    return names;
  }

  private static void checkReference(String member, @Nullable String reference)
      throws JobErrorException {
    if (reference != null && !reference.isEmpty() && ImageReference.parse(reference).isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.BOOTC_INFO_RESOLVE,
          "bootc.%s is not a reference to a container image: %s".formatted(member, reference));
    }
  }

  static RpmManifestArgs of(ImageBuilderManifestArgs old) {
    ImageBuilderManifestCommand command = old.getArgs();
    RpmManifestArgs args = new RpmManifestArgs();
    args.distribution(command.getDistro())
        .architecture(command.getArch())
        .imageType(command.getImageType())
        .subscription(command.getSubscription());
    Map<String, Object> blueprint = command.getBlueprint();
    args.blueprint(blueprint == null ? Map.of() : blueprint);
    List<RepoConfig> repositories = command.getRepositories();
    args.repositories(
        new ArrayList<>(
            repositories == null
                ? List.of()
                : repositories.stream().map(ManifestRequest::repository).toList()));
    return args;
  }

  private static RpmRepository repository(RepoConfig old) {
    return new RpmRepository()
        .name(old.getName())
        .baseurl(old.getBaseurls())
        .metalink(old.getMetalink())
        .mirrorlist(old.getMirrorlist())
        .gpgkeys(old.getGpgkeys())
        .checkGpg(old.getCheckGpg())
        .checkRepoGpg(old.getCheckRepoGpg())
        .rhsm(old.getRhsm())
        .moduleHotfixes(old.getModuleHotfixes())
        .metadataExpire(old.getMetadataExpire())
        .imageTypeTags(old.getImageTypeTags())
        .packageSets(old.getPackageSets());
  }
}
