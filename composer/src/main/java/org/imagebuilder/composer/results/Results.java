package org.imagebuilder.composer.results;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.composer.composes.KnownCompose;
import org.imagebuilder.composer.composes.KnownComposes;
import org.imagebuilder.composer.composes.Secrets;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.BillOfMaterials;
import org.imagebuilder.composer.jobs.ImageContents;
import org.imagebuilder.composer.jobs.JobDocuments;
import org.imagebuilder.composer.jobs.JobError;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.MalformedResultException;
import org.imagebuilder.composer.jobs.PipelineNames;
import org.imagebuilder.composer.queue.JobState;
import org.imagebuilder.composer.tenants.Tenant;

/** The use cases: read what the jobs of a compose left behind. */
@ApplicationScoped
class Results {
  private final KnownComposes composes;
  private final JobDocuments documents;

  Results(KnownComposes composes, JobDocuments documents) {
    this.composes = composes;
    this.documents = documents;
  }

  /** What was asked for; and what is in the image, once it was built. */
  Uni<Metadata> metadata(Tenant tenant, UUID id) {
    return images(tenant, id)
        .invoke(
            images -> {
              if (images.koji().isPresent() || images.all().size() != 1) {
                throw ErrorCode.INVALID_JOB_TYPE.because("a Koji compose has no metadata");
              }
            })
        .flatMap(images -> contents(images.all().getFirst()))
        .flatMap(
            contents ->
                composes.request(tenant, id).map(request -> new Metadata(request, contents)));
  }

  /** The results of the builds, each as a JSON object. */
  Uni<Logs> logs(Tenant tenant, UUID id) {
    return images(tenant, id)
        .flatMap(images -> composes.secrets(tenant, id).flatMap(secrets -> logs(images, secrets)));
  }

  private Uni<Logs> logs(Images images, Secrets secrets) {
    return each(images.all(), image -> documents.build(image.build()).map(secrets::hide))
        .flatMap(builds -> withKoji(builds, images.koji()));
  }

  /** The manifests, each as a JSON object, as far as they are made. */
  Uni<List<Optional<String>>> manifests(Tenant tenant, UUID id) {
    return images(tenant, id)
        .flatMap(
            images ->
                composes
                    .secrets(tenant, id)
                    .flatMap(
                        secrets ->
                            each(
                                images.all(),
                                image -> manifest(image).map(made -> made.map(secrets::hide)))));
  }

  /** The bills of materials of each image. */
  Uni<List<List<BillOfMaterials>>> billsOfMaterials(Tenant tenant, UUID id) {
    return images(tenant, id).flatMap(images -> each(images.all(), this::bills));
  }

  private Uni<Images> images(Tenant tenant, UUID id) {
    return composes.find(tenant, id).flatMap(this::images);
  }

  private Uni<Images> images(KnownCompose compose) {
    return documents.inputs(compose.id()).map(inputs -> Images.of(compose, inputs));
  }

  private Uni<Optional<ImageContents>> contents(Image image) {
    if (image.build().state() != JobState.SUCCEEDED) {
      return Uni.createFrom().item(Optional.empty());
    }
    return documents
        .contents(image.build(), image.manifest())
        .map(Optional::of)
        .onFailure(MalformedResultException.class)
        .transform(
            odd ->
                ErrorCode.MALFORMED_OSBUILD_JOB_RESULT.because(String.valueOf(odd.getMessage())));
  }

  private Uni<Logs> withKoji(List<String> builds, Optional<Images.Koji> koji) {
    if (koji.isEmpty()) {
      return Uni.createFrom().item(new Logs(builds, Optional.empty()));
    }
    return documents
        .koji(koji.get().init())
        .flatMap(
            init ->
                documents
                    .koji(koji.get().finish())
                    .map(end -> new Logs(builds, Optional.of(new Logs.Koji(init, end)))));
  }

  private Uni<Optional<String>> manifest(Image image) {
    if (image.manifest().isEmpty()) {
      return documents.givenManifest(image.build()).map(given -> given.or(Results::noManifest));
    }
    JobReport maker = image.manifest().get();
    return switch (maker.state()) {
      case WAITING, READY, RUNNING, CANCELLED, UNKNOWN -> Uni.createFrom().item(Optional.empty());
      case FAILED -> throw ErrorCode.FAILED_TO_MAKE_MANIFEST.because(failure(maker));
      case SUCCEEDED -> documents.manifest(maker).map(made -> made.or(Results::noManifest));
    };
  }

  private Uni<List<BillOfMaterials>> bills(Image image) {
    if (!image.build().state().isFinal()) {
      throw ErrorCode.COMPOSE_NOT_FOUND.because("the compose has not ended, it has no SBOMs yet");
    }
    JobReport maker =
        image
            .manifest()
            .filter(job -> job.state() == JobState.SUCCEEDED)
            .orElseThrow(Results::noBills);
    return documents
        .billsOfMaterials(maker, pipelines(image.build()).or(() -> pipelines(maker)))
        .invoke(
            bills -> {
              if (bills.isEmpty()) {
                throw noBills();
              }
            });
  }

  private static Optional<PipelineNames> pipelines(JobReport job) {
    return Optional.ofNullable(job.summary().pipelineNames());
  }

  private static String failure(JobReport job) {
    JobError error = job.summary().jobError();
    String id = "job \"" + job.id().value() + "\": ";
    return error == null
        ? id + "it left no error"
        : id
            + "Code: "
            + error.id()
            + ", Reason: "
            + error.reason()
            + ", Details: "
            + details(error);
  }

  private static String details(JobError error) {
    if (error.details() == null) {
      return "";
    }
    return error.details().isTextual() ? error.details().asText() : error.details().toString();
  }

  private static Optional<String> noManifest() {
    throw ErrorCode.COMPOSE_NOT_FOUND.because("the manifest is not kept any more");
  }

  private static RuntimeException noBills() {
    return ErrorCode.COMPOSE_NOT_FOUND.because("the compose has no SBOMs");
  }

  private static <T> Uni<List<T>> each(List<Image> images, Function<Image, Uni<T>> read) {
    return Multi.createFrom()
        .iterable(images)
        .onItem()
        .transformToUniAndConcatenate(image -> read.apply(image))
        .collect()
        .asList();
  }
}
