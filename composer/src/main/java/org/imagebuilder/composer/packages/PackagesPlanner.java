package org.imagebuilder.composer.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.composer.composes.ImageQuestions;
import org.imagebuilder.composer.distributions.Distribution;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.distributions.Engine;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.DebianManifestResult;
import org.imagebuilder.composer.jobs.DebianSearchJob;
import org.imagebuilder.composer.jobs.DepsolveJob;
import org.imagebuilder.composer.jobs.DepsolveResult;
import org.imagebuilder.composer.jobs.ImageBuilderManifestResult;
import org.imagebuilder.composer.jobs.JobArgs;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobPlan.PlannedJob;
import org.imagebuilder.composer.jobs.JobResult;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.RepoConfig;
import org.imagebuilder.composer.jobs.RpmManifestResult;
import org.imagebuilder.composer.jobs.SearchPackagesJob;
import org.imagebuilder.composer.jobs.SearchPackagesResult;
import org.imagebuilder.composer.queue.JobId;

/** Turns a request that fits the contract into a question for a worker, or refuses it. */
final class PackagesPlanner {
  private static final String DEPSOLVE = "Depsolve";
  private static final String SEARCH = "Search";
  private static final String USUAL_KERNEL = "kernel";

  private final DistributionCatalog catalog;
  private final ImageQuestions images;

  PackagesPlanner(DistributionCatalog catalog, ImageQuestions images) {
    this.catalog = catalog;
    this.images = images;
  }

  /** Which packages the blueprint, or the image that is made by it, amounts to. */
  Question<?, ExactPackage> depsolve(ObjectNode request, boolean onlyOldWorkers) {
    JsonNode blueprint = images.blueprint(request);
    Distribution distribution = distribution(request);
    String architecture = architecture(request, distribution);
    if (request.has("image_type")) {
      return image(request, distribution, architecture, onlyOldWorkers);
    }
    if (distribution.engine() == Engine.DEBIAN) {
      throw ErrorCode.UNSUPPORTED_IMAGE_TYPE.because(
          "image_type: is needed for " + distribution.name());
    }
    List<RepoConfig> repositories = images.repositories(request, distribution, architecture);
    DepsolveJob.PackageSet set =
        new DepsolveJob.PackageSet(
            names(blueprint), List.of(), modules(blueprint), repositories, false);
    return question(
        DEPSOLVE,
        request,
        JobType.DEPSOLVE,
        DepsolveJob.of(
            set, distribution.modulePlatformId(), architecture, distribution.releasever()),
        DepsolveResult.class,
        PackageLists::of);
  }

  /** Which packages there are by these names. */
  Question<SearchPackagesResult, SearchPackagesResult.FoundPackage> search(JsonNode request) {
    Distribution distribution = distribution(request);
    String architecture = architecture(request, distribution);
    List<String> names = new ArrayList<>();
    request.path("packages").forEach(name -> names.add(name.asText()));
    boolean debian = distribution.engine() == Engine.DEBIAN;
    return question(
        SEARCH,
        request,
        debian ? JobType.DEBIAN_SEARCH : JobType.SEARCH_PACKAGES,
        debian
            ? new DebianSearchJob(
                distribution.name(),
                distribution.suite(),
                architecture,
                names,
                images.debianRepositories(request))
            : new SearchPackagesJob(
                names,
                images.repositories(request, distribution, architecture),
                distribution.modulePlatformId(),
                architecture,
                distribution.releasever()),
        SearchPackagesResult.class,
        result -> result.packages() == null ? List.of() : result.packages());
  }

  private Question<?, ExactPackage> image(
      ObjectNode request, Distribution distribution, String architecture, boolean onlyOldWorkers) {
    String name = request.path("image_type").asText();
    if (distribution.imageType(name, architecture).isEmpty()) {
      throw ErrorCode.UNSUPPORTED_IMAGE_TYPE.because(
          "image_type: %s does not offer '%s' for %s"
              .formatted(distribution.name(), name, architecture));
    }
    if (distribution.engine() == Engine.OSBUILD) {
      images.repositories(request, distribution, architecture);
    }
    JobPlan plan = images.manifest(request, onlyOldWorkers);
    boolean own = !request.path("repositories").isEmpty();
    if (plan.has(JobType.DEBIAN_MANIFEST)) {
      return new Question<>(DEPSOLVE, plan, own, DebianManifestResult.class, PackageLists::of);
    }
    return plan.has(JobType.RPM_MANIFEST)
        ? new Question<>(DEPSOLVE, plan, own, RpmManifestResult.class, PackageLists::of)
        : new Question<>(DEPSOLVE, plan, own, ImageBuilderManifestResult.class, PackageLists::of);
  }

  private static <R extends JobResult, A> Question<R, A> question(
      String name,
      JsonNode request,
      JobType type,
      JobArgs args,
      Class<R> result,
      Function<R, List<A>> answer) {
    PlannedJob job =
        new PlannedJob(
            new JobId(UUID.randomUUID()),
            type,
            request.path("architecture").asText(),
            args,
            List.of());
    return new Question<>(
        name, new JobPlan(List.of(job)), !request.path("repositories").isEmpty(), result, answer);
  }

  private Distribution distribution(JsonNode request) {
    String name = request.path("distribution").asText();
    return catalog
        .find(name)
        .orElseThrow(
            () ->
                ErrorCode.UNSUPPORTED_DISTRIBUTION.because(
                    "distribution: '" + name + "' is not known here"));
  }

  private static String architecture(JsonNode request, Distribution distribution) {
    String architecture = request.path("architecture").asText();
    if (!distribution.architectures().contains(architecture)) {
      throw ErrorCode.UNSUPPORTED_ARCHITECTURE.because(
          "architecture: %s is built for %s"
              .formatted(distribution.name(), String.join(", ", distribution.architectures())));
    }
    return architecture;
  }

  /** What the blueprint names, in the words of the tool; as in an image, a kernel is part of it. */
  private static List<String> names(JsonNode blueprint) {
    List<String> names = new ArrayList<>();
    for (String list : List.of("packages", "modules")) {
      for (JsonNode entry : blueprint.path(list)) {
        String version = entry.path("version").asText();
        String name = entry.path("name").asText();
        names.add(version.isEmpty() || version.equals("*") ? name : name + "-" + version);
      }
    }
    blueprint.path("groups").forEach(group -> names.add("@" + group.path("name").asText()));
    String kernel = blueprint.at("/customizations/kernel/name").asText();
    names.add(kernel.isEmpty() ? USUAL_KERNEL : kernel);
    return names;
  }

  private static List<String> modules(JsonNode blueprint) {
    List<String> modules = new ArrayList<>();
    for (JsonNode module : blueprint.path("enabled_modules")) {
      modules.add(module.path("name").asText() + ":" + module.path("stream").asText());
    }
    return modules;
  }
}
