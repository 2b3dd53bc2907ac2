package org.imagebuilder.imagebuilder.orders;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.Found;
import org.imagebuilder.imagebuilder.contentsources.ContentSourcesGateway;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;
import org.imagebuilder.imagebuilder.contentsources.Origin;
import org.imagebuilder.imagebuilder.contentsources.Snapshot;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.DistributionCatalog;
import org.imagebuilder.imagebuilder.distributions.RhelVersion;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;

/** Asks content-sources about the repositories of an order. */
@ApplicationScoped
class ContentEnquiry {
  private final ContentSourcesGateway service;
  private final DistributionCatalog catalog;

  ContentEnquiry(ContentSourcesGateway service, DistributionCatalog catalog) {
    this.service = service;
    this.catalog = catalog;
  }

  Uni<Found> answers(ComposeOrder order, Identity caller) {
    if (order.contentTemplate().isPresent()) {
      service.require("content_template");
      return ofTemplate(order, templateId(order.contentTemplate().get()), caller);
    }
    if (order.snapshotDate().isPresent()) {
      service.require("snapshot_date");
      return ofDay(order, order.snapshotDate().get(), caller);
    }
    RepositoryQuestions questions = RepositoryQuestions.latest(order);
    if (!service.configured()) {
      questions.withoutAddress().ifPresent(service::require);
      return Uni.createFrom().item(Found.NOTHING);
    }
    return known(questions, caller);
  }

  /** Red Hat's first: whatever is theirs need not be asked for again. */
  private Uni<Found> known(RepositoryQuestions questions, Identity caller) {
    return both(Origin.RED_HAT, questions.addresses(), questions.ids(), caller)
        .chain(
            redHat -> {
              RepositoryQuestions rest = questions.without(redHat);
              return both(Origin.CUSTOM, rest.customAddresses(), rest.customIds(), caller)
                  .map(custom -> found(redHat, custom));
            });
  }

  private Uni<Found> ofDay(ComposeOrder order, Instant date, Identity caller) {
    return known(RepositoryQuestions.ofDay(order), caller)
        .chain(
            found -> {
              List<KnownRepository> all = new ArrayList<>(found.redHat());
              all.addAll(found.custom());
              all.forEach(ContentEnquiry::checkSnapshotting);
              Set<String> ids = new LinkedHashSet<>();
              all.forEach(each -> ids.add(each.id()));
              return ids.isEmpty()
                  ? Uni.createFrom().item(found)
                  : service
                      .snapshots(date, ids, caller)
                      .map(found::with)
                      .map(each -> detected(order, each, each.snapshots(), caller));
            });
  }

  private Uni<Found> ofTemplate(ComposeOrder order, UUID id, Identity caller) {
    return service
        .template(id, caller)
        .chain(
            template -> {
              if (template.repositoryIds().isEmpty() || template.snapshots().isEmpty()) {
                throw new ApiException(ErrorCode.CONTENT_TEMPLATE_EMPTY, id);
              }
              return known(RepositoryQuestions.ofTemplate(order, template), caller)
                  .map(found -> found.with(template))
                  .map(found -> detected(order, found, template.snapshots(), caller));
            });
  }

  private Uni<List<KnownRepository>> both(
      Origin origin, Collection<String> urls, Collection<String> ids, Identity caller) {
    return service
        .byUrl(origin, urls, caller)
        .chain(
            byUrl ->
                service
                    .byId(origin, ids, caller)
                    .map(
                        byId -> {
                          Set<KnownRepository> all = new LinkedHashSet<>(byUrl);
                          all.addAll(byId);
                          return List.copyOf(all);
                        }));
  }

  private static void checkSnapshotting(KnownRepository known) {
    if (!known.snapshotting()) {
      throw new ApiException(ErrorCode.SNAPSHOTTING_DISABLED, known.url(), known.id());
    }
  }

  /** Snapshots may be of another release than the one that was named; never of another major. */
  private Found detected(
      ComposeOrder order, Found found, List<Snapshot> snapshots, Identity caller) {
    Optional<Integer> major =
        order.distribution().map(Distribution::name).flatMap(RhelVersion::majorOf);
    return found.withDetected(
        snapshots.stream()
            .flatMap(each -> each.detectedOsVersion().stream())
            .findFirst()
            .flatMap(RhelVersion::ofNumbers)
            .filter(version -> major.filter(number -> number == version.major()).isPresent())
            .flatMap(version -> catalog.release(version, caller)));
  }

  private static UUID templateId(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException failure) {
      throw new ApiException(ErrorCode.CONTENT_TEMPLATE_UNKNOWN, text);
    }
  }

  private static Found found(List<KnownRepository> redHat, List<KnownRepository> custom) {
    return Found.NOTHING.with(redHat, custom);
  }
}
