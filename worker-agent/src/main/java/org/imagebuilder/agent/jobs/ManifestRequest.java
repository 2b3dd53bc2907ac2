package org.imagebuilder.agent.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.ImageBuilderManifestArgs;
import org.imagebuilder.agent.contract.worker.model.ImageBuilderManifestCommand;
import org.imagebuilder.agent.contract.worker.model.RepoConfig;
import org.imagebuilder.agent.contract.worker.model.RpmManifestArgs;
import org.imagebuilder.agent.contract.worker.model.RpmRepository;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

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
    if (args.getImageType().isBlank()) {
      throw JobErrorException.of(JobErrorCode.PARSING_JOB_ARGS, "image_type is empty");
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
        .rhsm(old.getRhsm())
        .moduleHotfixes(old.getModuleHotfixes())
        .metadataExpire(old.getMetadataExpire())
        .imageTypeTags(old.getImageTypeTags())
        .packageSets(old.getPackageSets());
  }
}
