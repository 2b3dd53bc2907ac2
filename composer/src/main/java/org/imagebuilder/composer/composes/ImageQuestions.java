package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.composer.distributions.Distribution;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.DebianRepository;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.RepoConfig;

/**
 * This room's door for questions about images that nobody builds: the same checks and the same jobs
 * as for a compose. Requests are trees that fit the contract.
 */
@ApplicationScoped
public class ImageQuestions {
  private final SecureRandom random = new SecureRandom();
  private final ComposePlanner planner;

  ImageQuestions(DistributionCatalog catalog) {
    this.planner = new ComposePlanner(catalog);
  }

  /** The request's blueprint in the words of blueprint files, for the request's distribution. */
  public ObjectNode blueprint(JsonNode request) {
    return recipe(request).blueprint();
  }

  /**
   * The request's repositories, else the distribution's own for this architecture that are for all
   * image types.
   */
  public List<RepoConfig> repositories(
      JsonNode request, Distribution distribution, String architecture) {
    List<RepoConfig> all = new ArrayList<>();
    for (RequestedRepository each :
        ComposePlanner.repositories(list(request.path("repositories")), "repositories")) {
      all.add(
          RpmPlan.olderRepository(
              RpmPlan.requested(each, "repo-" + all.size(), each.packageSets())));
    }
    if (all.isEmpty()) {
      distribution
          .repositories(architecture)
          .forEach(each -> all.add(RpmPlan.olderRepository(RpmPlan.standard(each))));
    }
    if (all.isEmpty()) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          "repositories: %s has none of its own for %s, give some"
              .formatted(distribution.name(), architecture));
    }
    return all;
  }

  /** The request's repositories for a Debian distribution, beside its archive. */
  public List<DebianRepository> debianRepositories(JsonNode request) {
    List<DebianRepository> all = new ArrayList<>();
    for (RequestedRepository each :
        ComposePlanner.repositories(list(request.path("repositories")), "repositories")) {
      all.add(DebianPlan.requested(each, "repository-" + all.size()));
    }
    return all;
  }

  /** A plan of one job: the manifest of the image that the request's blueprint amounts to. */
  public JobPlan manifest(ObjectNode request, boolean onlyOldWorkers) {
    ImageRequest image =
        new ImageRequest(
            "request",
            request.path("architecture").asText(),
            request.path("image_type").asText(),
            list(request.path("repositories")),
            MissingNode.getInstance(),
            0,
            Optional.empty(),
            List.of());
    ComposeRequest whole =
        new ComposeRequest(
            request.path("distribution").asText(),
            Optional.empty(),
            List.of(image),
            recipe(Passwords.without(request)),
            Optional.empty());
    long seed = random.nextLong() & Long.MAX_VALUE;
    return planner.manifest(
        whole, new Draft(UUID::randomUUID, seed, Instant.now(), onlyOldWorkers));
  }

  private Recipe recipe(JsonNode request) {
    Recipe recipe = RequestMapper.recipe(request);
    CustomizationRules.checkHead(recipe);
    planner.checkDistribution(recipe, request.path("distribution").asText());
    return recipe;
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> items = new ArrayList<>();
    array.forEach(items::add);
    return items;
  }
}
