package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imagebuilder.composer.distributions.PackageRepository;
import org.imagebuilder.composer.jobs.ImageBuilderManifestJob;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobPlan.PlannedJob;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.OsbuildJob;
import org.imagebuilder.composer.jobs.RepoConfig;
import org.imagebuilder.composer.jobs.RpmBootc;
import org.imagebuilder.composer.jobs.RpmManifestJob;
import org.imagebuilder.composer.jobs.RpmOstree;
import org.imagebuilder.composer.jobs.RpmRepository;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.NewInput;

/** How an image of an RPM distribution is made: first its osbuild manifest, then the build. */
final class RpmPlan {
  private static final List<String> PAYLOAD = List.of("blueprint");
  private static final String CACHE = "XDG_CACHE_HOME=/var/cache/osbuild-composer/rpmmd";

  private RpmPlan() {}

  static JobPlan of(BuildOrder order, Draft draft) {
    return new JobPlan(jobs(order, Optional.empty(), draft));
  }

  /**
   * The jobs of one image, the build last.
   *
   * @param kojiInit the job that reserves a build in Koji, whose result the build then needs too
   */
  static List<PlannedJob> jobs(BuildOrder order, Optional<JobId> kojiInit, Draft draft) {
    String architecture = order.imageType().architecture();
    PlannedJob first = manifest(order, draft);
    List<NewInput> inputs = new ArrayList<>();
    kojiInit.ifPresent(init -> inputs.add(new NewInput("koji-init", init)));
    inputs.add(new NewInput("manifest", first.id()));
    PlannedJob build =
        new PlannedJob(
            draft.nextJob(),
            JobType.OSBUILD,
            architecture,
            OsbuildJob.ofInput(inputs.size() - 1, order.targets(), order.imageType().bootMode()),
            inputs);
    return List.of(first, build);
  }

  /** The job that makes the manifest. */
  static PlannedJob manifest(BuildOrder order, Draft draft) {
    CustomizationRules.checkTextOnly(order.recipe());
    String architecture = order.imageType().architecture();
    JobId id = draft.nextJob();
    return draft.onlyOldWorkers() && fitsOlderType(order)
        ? new PlannedJob(
            id, JobType.IMAGE_BUILDER_MANIFEST, architecture, olderArgs(order), List.of())
        : new PlannedJob(
            id, JobType.RPM_MANIFEST, architecture, args(order, draft.seed()), List.of());
  }

  /**
   * The older job type can pass neither a size nor an ostree commit nor a container, and old
   * workers would pass over a check of metadata without a word.
   */
  private static boolean fitsOlderType(BuildOrder order) {
    return order.bootc().isEmpty()
        && order.request().size() == 0
        && Stream.concat(order.repositories().stream(), order.payloadRepositories().stream())
            .noneMatch(RequestedRepository::checkRepoGpg)
        && Trees.isEmpty(order.request().ostree());
  }

  private static RpmManifestJob args(BuildOrder order, long seed) {
    // Nothing is solved for an image from a container: neither list could be made.
    boolean hasPackages = order.bootc().isEmpty();
    return new RpmManifestJob(
        hasPackages ? order.distribution().name() : null,
        order.imageType().architecture(),
        order.imageType().name(),
        order.imageType().export(),
        seed,
        order.request().size(),
        order.recipe().blueprint(),
        repositories(order),
        hasPackages ? ostree(order.request().ostree()).orElse(null) : null,
        order.bootc().map(RpmPlan::bootc).orElse(null),
        order.recipe().subscription().orElse(null),
        hasPackages,
        hasPackages);
  }

  private static RpmBootc bootc(BootcRequest bootc) {
    return new RpmBootc(
        bootc.reference(),
        bootc.buildReference().orElse(null),
        bootc.isoPayloadReference().orElse(null),
        null,
        false);
  }

  private static Optional<RpmOstree> ostree(JsonNode ostree) {
    return Trees.isEmpty(ostree)
        ? Optional.empty()
        : Optional.of(
            new RpmOstree(
                Trees.textOrNull(ostree, "ref"),
                Trees.textOrNull(ostree, "parent"),
                Trees.textOrNull(ostree, "url")));
  }

  private static List<RpmRepository> repositories(BuildOrder order) {
    List<RpmRepository> all = new ArrayList<>();
    if (order.repositories().isEmpty()) {
      order.distribution().repositories(order.imageType()).forEach(each -> all.add(standard(each)));
    }
    for (RequestedRepository each : order.repositories()) {
      all.add(requested(each, "repo-" + all.size(), each.packageSets()));
    }
    int number = 0;
    for (RequestedRepository each : order.payloadRepositories()) {
      all.add(requested(each, "payload-" + number, PAYLOAD));
      number++;
    }
    return all;
  }

  static RpmRepository standard(PackageRepository repository) {
    return new RpmRepository(
        repository.name(),
        repository.baseurl().map(List::of).orElse(null),
        repository.metalink().orElse(null),
        null,
        repository.gpgkeys().isEmpty() ? null : repository.gpgkeys(),
        repository.checkGpg().orElse(null),
        null,
        repository.rhsm(),
        null,
        repository.metadataExpire().orElse(null),
        repository.imageTypeTags().isEmpty() ? null : repository.imageTypeTags(),
        null);
  }

  /** The first kind of address wins, the others are dropped: so it has always been. */
  static RpmRepository requested(
      RequestedRepository repository, String name, List<String> packageSets) {
    boolean hasUrl = repository.baseurl().isPresent();
    boolean hasMirrors = !hasUrl && repository.mirrorlist().isPresent();
    return new RpmRepository(
        name,
        repository.baseurl().map(List::of).orElse(null),
        hasUrl || hasMirrors ? null : repository.metalink().orElse(null),
        hasMirrors ? repository.mirrorlist().orElse(null) : null,
        repository.gpgkey().map(List::of).orElse(null),
        repository.checkGpg().orElse(null),
        repository.checkRepoGpg() ? Boolean.TRUE : null,
        repository.rhsm(),
        repository.moduleHotfixes() ? Boolean.TRUE : null,
        null,
        null,
        packageSets.isEmpty() ? null : packageSets);
  }

  private static ImageBuilderManifestJob olderArgs(BuildOrder order) {
    return new ImageBuilderManifestJob(
        new ImageBuilderManifestJob.Command(
            order.distribution().name(),
            order.imageType().architecture(),
            order.imageType().name(),
            order.recipe().blueprint(),
            repositories(order).stream().map(RpmPlan::olderRepository).toList(),
            order.recipe().subscription().orElse(null)),
        List.of(CACHE));
  }

  static RepoConfig olderRepository(RpmRepository repository) {
    return new RepoConfig(
        repository.name(),
        repository.baseurl(),
        repository.metalink(),
        repository.mirrorlist(),
        repository.gpgkeys(),
        repository.checkGpg(),
        repository.checkRepoGpg(),
        repository.metadataExpire(),
        repository.moduleHotfixes(),
        repository.rhsm(),
        repository.imageTypeTags(),
        repository.packageSets());
  }
}
