package org.imagebuilder.composer.packages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.composes.ImageQuestions;
import org.imagebuilder.composer.composes.RequestCheck;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.Claim;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobErrorCode;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.JobResult;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.jobs.LiveAbilities;
import org.imagebuilder.composer.jobs.SearchPackagesResult.FoundPackage;
import org.imagebuilder.composer.tenants.Tenant;
import org.imagebuilder.composer.traces.Traces;

/** The use cases: resolve a blueprint's packages, look for packages. */
@ApplicationScoped
class Packages {
  private final RequestCheck check;
  private final PackagesPlanner planner;
  private final LiveAbilities abilities;
  private final Database database;
  private final Jobs jobs;
  private final PackagesConfig config;

  Packages(
      RequestCheck check,
      DistributionCatalog catalog,
      ImageQuestions images,
      LiveAbilities abilities,
      Database database,
      Jobs jobs,
      PackagesConfig config) {
    this.check = check;
    this.planner = new PackagesPlanner(catalog, images);
    this.abilities = abilities;
    this.database = database;
    this.jobs = jobs;
    this.config = config;
  }

  /** Waits for the packages; whoever cancels the Uni calls the job off. */
  Uni<List<ExactPackage>> depsolve(Tenant tenant, ObjectNode body, Optional<String> share) {
    ObjectNode request = check.accepted("DepsolveRequest", body);
    Question<?, ExactPackage> question = planner.depsolve(request, false);
    return forLiveWorkers(tenant, request, question).flatMap(asked -> ask(tenant, share, asked));
  }

  /** Waits for what is found; whoever cancels the Uni calls the job off. */
  Uni<List<FoundPackage>> search(Tenant tenant, ObjectNode body, Optional<String> share) {
    Question<?, FoundPackage> question =
        planner.search(check.accepted("SearchPackagesRequest", body));
    return ask(tenant, share, question);
  }

  /** The same question as old workers know it, where no other is alive. */
  private Uni<Question<?, ExactPackage>> forLiveWorkers(
      Tenant tenant, ObjectNode request, Question<?, ExactPackage> question) {
    if (!question.ability().equals(JobType.RPM_MANIFEST.wireName())) {
      return Uni.createFrom().item(question);
    }
    return abilities
        .areLackingEverywhere(tenant.channel().name(), question.ability())
        .map(lacking -> lacking ? planner.depsolve(request, true) : question);
  }

  private <R extends JobResult, A> Uni<List<A>> ask(
      Tenant tenant, Optional<String> share, Question<R, A> question) {
    Claim claim =
        new Claim(
            tenant.channel().name(), share.orElse(tenant.name()), true, Traces.currentHeader());
    return somebodyCan(tenant, question)
        .chain(() -> database.inTransaction(tx -> jobs.enqueueAwaited(tx, question.plan(), claim)))
        .chain(() -> jobs.await(question.id(), config.patience()))
        .flatMap(
            end -> end.map(report -> answer(question, report)).orElseGet(() -> late(question)));
  }

  /** Agents that are alive and cannot do it are a reason not to wait for one that can. */
  private Uni<Void> somebodyCan(Tenant tenant, Question<?, ?> question) {
    return abilities
        .areLackingEverywhere(tenant.channel().name(), question.ability())
        .invoke(
            lacking -> {
              if (lacking) {
                throw ErrorCode.UNAVAILABLE.because(
                    "none of the workers does this kind of job: " + question.ability());
              }
            })
        .replaceWithVoid();
  }

  private <R extends JobResult, A> Uni<List<A>> answer(Question<R, A> question, JobReport report) {
    return switch (report.state()) {
      case SUCCEEDED ->
          jobs.result(question.id(), question.result())
              .map(
                  result ->
                      question
                          .answer()
                          .apply(
                              result.orElseThrow(() -> failed(question, "left nothing behind"))));
      case FAILED -> throw refusal(question, report);
      case CANCELLED -> throw failed(question, "was cancelled");
      case WAITING, READY, RUNNING, UNKNOWN ->
          throw new IllegalStateException("a job that ended is " + report.state());
    };
  }

  private <A> Uni<A> late(Question<?, ?> question) {
    return jobs.cancel(question.id())
        .flatMap(cancelled -> Uni.createFrom().failure(() -> failed(question, "timed out")));
  }

  /** What the caller can mend is a refusal with the tool's own words; all else is our failure. */
  private static ApiException refusal(Question<?, ?> question, JobReport report) {
    JobError error = report.summary().jobError();
    if (error == null) {
      return failed(question, "failed");
    }
    Optional<JobErrorCode> code = JobErrorCode.withNumber(error.id());
    boolean repository =
        code.filter(
                each ->
                    each == JobErrorCode.DNF_REPO_ERROR
                        || each == JobErrorCode.INVALID_REPOSITORY_URL)
            .isPresent();
    boolean callers =
        code.filter(each -> each.statusClass().equals("4xx")).isPresent()
            || (repository && question.ownRepositories());
    if (callers) {
      return ErrorCode.DNF_ERROR.because(words(error));
    }
    return ErrorCode.FAILED_TO_DEPSOLVE.because(repository ? words(error) : error.reason());
  }

  private static String words(JobError error) {
    JsonNode details = error.details();
    if (details == null || details.isNull() || details.asText(" ").isEmpty()) {
      return error.reason();
    }
    return details.isTextual() ? details.asText() : details.toString();
  }

  private static ApiException failed(Question<?, ?> question, String how) {
    return ErrorCode.FAILED_TO_DEPSOLVE.because(
        "%s job \"%s\" %s".formatted(question.name(), question.id(), how));
  }
}
