package org.imagebuilder.composer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.composer.limits.ByteBudget;
import org.imagebuilder.composer.queue.JobQueue;
import org.imagebuilder.composer.queue.PlanInput;

/**
 * What is read back of args and results. They may have many megabytes: they are looked through away
 * from the event loops, a few at the same time, and cut out as text where they are passed on.
 */
@ApplicationScoped
public class JobDocuments {
  private static final int AT_THE_SAME_TIME = 4;

  private final ByteBudget turns = new ByteBudget(AT_THE_SAME_TIME);
  private final JobQueue queue;

  public JobDocuments(JobQueue queue) {
    this.queue = queue;
  }

  /** Which results the jobs of a plan need. */
  public Uni<List<PlanInput>> inputs(UUID plan) {
    return queue.inputsOfPlan(plan);
  }

  /** The result of a build with the error that was read out of it. */
  public Uni<String> build(JobReport build) {
    return read(queue.result(build.id()), result -> ResultText.ofBuild(build, result));
  }

  /** The result of a job that speaks with Koji, without its token. */
  public Uni<String> koji(JobReport job) {
    return read(queue.result(job.id()), result -> ResultText.ofKoji(job, result));
  }

  /** The manifest that a job made, in JSON; empty when its result is not there any more. */
  public Uni<Optional<String>> manifest(JobReport made) {
    return read(
        queue.result(made.id()), result -> result.flatMap(text -> manifest(RawObject.of(text))));
  }

  /** The manifest that a build was given from the start, if it was. */
  public Uni<Optional<String>> givenManifest(JobReport build) {
    return read(
        queue.args(build.id()),
        args -> args.flatMap(text -> RawObject.of(text).member("manifest")));
  }

  /**
   * What is in the image of a build that succeeded. Fails with {@link MalformedResultException}
   * when the build left no log.
   *
   * @param manifest the job that made the build's manifest, which knows the packages if the build
   *     does not tell them
   */
  public Uni<ImageContents> contents(JobReport build, Optional<JobReport> manifest) {
    return read(queue.result(build.id()), result -> result.map(text -> head(build, text)))
        .flatMap(
            head ->
                head.isEmpty()
                    ? Uni.createFrom().item(ImageContents.UNKNOWN)
                    : packages(head.get(), manifest)
                        .map(all -> new ImageContents(all, head.get().ostreeCommit())));
  }

  /**
   * Bills of materials that came with a manifest, sorted by pipeline; empty when there are none.
   */
  public Uni<List<BillOfMaterials>> billsOfMaterials(
      JobReport manifest, Optional<PipelineNames> pipelines) {
    return read(
        queue.result(manifest.id()),
        result -> result.map(text -> bills(text, pipelines)).orElse(List.of()));
  }

  private Uni<List<InstalledPackage>> packages(BuildHead head, Optional<JobReport> manifest) {
    Optional<List<InstalledPackage>> told = head.packages();
    if (told.isPresent() || manifest.isEmpty()) {
      return Uni.createFrom().item(told.orElse(List.of()));
    }
    return read(
        queue.result(manifest.get().id()),
        result -> result.map(JobDocuments::chosen).orElse(List.of()));
  }

  private static BuildHead head(JobReport build, String result) {
    BuildHead head = JobJson.read(result, BuildHead.class);
    if (build.type().equals(JobType.OSBUILD.wireName()) && !head.hasLog()) {
      throw new MalformedResultException("osbuild_output has no log");
    }
    return head;
  }

  private static List<InstalledPackage> chosen(String manifestResult) {
    List<InstalledPackage> packages = new ArrayList<>();
    RawObject.of(manifestResult)
        .member("packages")
        .map(json -> JobJson.read(json, JsonNode.class))
        .ifPresent(all -> all.forEach(each -> packages.add(InstalledPackage.chosen(each))));
    return packages;
  }

  private static Optional<String> manifest(RawObject result) {
    return result.member("data").or(() -> result.member("manifest"));
  }

  private static List<BillOfMaterials> bills(String result, Optional<PipelineNames> pipelines) {
    List<BillOfMaterials> bills = new ArrayList<>();
    Optional<RawObject> documents = RawObject.of(result).member("sbom_docs").map(RawObject::of);
    List<String> buildRoots =
        pipelines.flatMap(names -> Optional.ofNullable(names.build())).orElse(List.of());
    documents.ifPresent(
        all ->
            all.names()
                .forEach(
                    pipeline -> {
                      RawObject one = RawObject.of(all.member(pipeline).orElse("{}"));
                      one.member("document")
                          .ifPresent(
                              document ->
                                  bills.add(
                                      new BillOfMaterials(
                                          pipeline,
                                          !buildRoots.contains(pipeline),
                                          "spdx",
                                          document)));
                    }));
    bills.sort(Comparator.comparing(BillOfMaterials::pipeline));
    return bills;
  }

  private <T> Uni<T> read(Uni<Optional<String>> text, Function<Optional<String>, T> look) {
    return turns.within(1, () -> text.emitOn(Infrastructure.getDefaultWorkerPool()).map(look));
  }
}
