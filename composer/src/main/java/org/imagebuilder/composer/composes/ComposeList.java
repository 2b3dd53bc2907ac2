package org.imagebuilder.composer.composes;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.imagebuilder.composer.artifacts.Artifact;
import org.imagebuilder.composer.artifacts.Artifacts;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobId;
import org.imagebuilder.composer.tenants.Tenant;
import org.jboss.logging.Logger;

/**
 * The composes of a tenant, a page at a time. A page costs two questions to the database, and a
 * third one when images of it were kept here.
 */
@ApplicationScoped
class ComposeList {
  private static final Logger LOG = Logger.getLogger(ComposeList.class);

  private final ComposeStore store;
  private final Jobs jobs;
  private final Artifacts artifacts;
  private final Notices notices;

  ComposeList(ComposeStore store, Jobs jobs, Artifacts artifacts, Notices notices) {
    this.store = store;
    this.jobs = jobs;
    this.artifacts = artifacts;
    this.notices = notices;
  }

  /** A page, newest first; what cannot be shown is left out. */
  <T> Uni<List<T>> page(
      Tenant tenant, int limit, int offset, BiFunction<UUID, ComposeView, T> show) {
    return store
        .newest(tenant, limit, offset)
        .flatMap(composes -> standings(tenant, composes))
        .flatMap(this::withFiles)
        .map(
            views ->
                views.stream()
                    .flatMap(
                        each ->
                            spared(each.id(), () -> show.apply(each.id(), each.view())).stream())
                    .toList());
  }

  private Uni<List<Shown>> standings(Tenant tenant, List<Compose> page) {
    List<UUID> ids = page.stream().map(compose -> compose.id().value()).toList();
    if (ids.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    return jobs.ofPlans(ids)
        // A long page takes a while to fold.
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .map(
            plans ->
                ids.stream()
                    .flatMap(id -> standing(tenant, id, plans.getOrDefault(id, List.of())).stream())
                    .toList());
  }

  private Optional<Shown> standing(Tenant tenant, UUID id, List<JobReport> reports) {
    return reports.isEmpty()
        ? Optional.empty()
        : spared(id, () -> new Shown(id, notices.view(tenant, reports)));
  }

  private Uni<List<Shown>> withFiles(List<Shown> page) {
    List<UUID> local =
        page.stream()
            .flatMap(each -> each.view().jobsWithFiles().stream())
            .map(JobId::value)
            .toList();
    if (local.isEmpty()) {
      return Uni.createFrom().item(page);
    }
    return artifacts
        .ofEndedJobs(local)
        .map(this::paths)
        .map(
            paths ->
                page.stream()
                    .map(each -> new Shown(each.id(), each.view().withPaths(paths)))
                    .toList());
  }

  private Map<JobId, Map<String, String>> paths(List<Artifact> files) {
    return files.stream()
        .collect(
            Collectors.groupingBy(
                file -> new JobId(file.job()),
                Collectors.toMap(
                    file -> file.name().value(),
                    file -> artifacts.file(file).toAbsolutePath().toString())));
  }

  /** One compose that cannot be read must not hide the others. */
  private static <T> Optional<T> spared(UUID id, Supplier<T> work) {
    try {
      return Optional.of(work.get());
    } catch (RuntimeException unreadable) {
      LOG.warnf(unreadable, "A compose cannot be listed composeId=%s", id);
      return Optional.empty();
    }
  }

  private record Shown(UUID id, ComposeView view) {}
}
