package org.imagebuilder.composer.results;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.composer.composes.KnownCompose;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.queue.PlanInput;

/** The images of a compose in the order of its request, found among its jobs. */
record Images(List<Image> all, Optional<Koji> koji) {
  private static final Set<String> BUILDS =
      Set.of(JobType.OSBUILD.wireName(), JobType.DEBIAN_IMAGE.wireName());
  private static final Set<String> MANIFESTS =
      Set.of(
          JobType.RPM_MANIFEST.wireName(),
          JobType.IMAGE_BUILDER_MANIFEST.wireName(),
          JobType.DEBIAN_MANIFEST.wireName());

  Images {
    all = List.copyOf(all);
  }

  /** The jobs that reserve and import a build of Koji. */
  record Koji(JobReport init, JobReport finish) {}

  static Images of(KnownCompose compose, List<PlanInput> inputs) {
    Map<JobId, JobReport> jobs = new HashMap<>();
    compose.jobs().forEach(job -> jobs.put(job.id(), job));
    List<Image> images =
        compose.jobs().stream()
            .filter(job -> BUILDS.contains(job.type()))
            .map(build -> new Image(build, manifest(build, inputs, jobs)))
            .toList();
    return new Images(images, koji(compose));
  }

  /** Whether the compose is one of Koji's. */
  static boolean areKojis(KnownCompose compose) {
    return compose.root().type().equals(JobType.KOJI_FINALIZE.wireName());
  }

  private static Optional<JobReport> manifest(
      JobReport build, List<PlanInput> inputs, Map<JobId, JobReport> jobs) {
    return inputs.stream()
        .filter(input -> input.job().equals(build.id()))
        .flatMap(input -> Optional.ofNullable(jobs.get(input.input())).stream())
        .filter(job -> MANIFESTS.contains(job.type()))
        .findFirst();
  }

  private static Optional<Koji> koji(KnownCompose compose) {
    if (!areKojis(compose)) {
      return Optional.empty();
    }
    return compose.jobs().stream()
        .filter(job -> job.type().equals(JobType.KOJI_INIT.wireName()))
        .findFirst()
        .map(init -> new Koji(init, compose.root()));
  }
}
