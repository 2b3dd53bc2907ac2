package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;
import org.imagebuilder.imagebuilder.contentsources.Snapshot;
import org.imagebuilder.imagebuilder.contentsources.Template;
import org.imagebuilder.imagebuilder.distributions.Repository;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** The repositories that an image's system is made of. */
final class ImageRepositories {
  private final ComposeOrder order;
  private final SnapshotAddresses addresses;

  ImageRepositories(ComposeOrder order, SnapshotAddresses addresses) {
    this.order = order;
    this.addresses = addresses;
  }

  ArrayNode list() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    if (order.distribution().isEmpty()) {
      return list;
    }
    Optional<Template> template = order.found().template();
    if (template.isPresent()) {
      ofTemplate(template.get(), list);
    } else if (order.snapshotDate().isPresent()) {
      ofDay(list);
    } else {
      latest(list);
    }
    return list;
  }

  private void latest(ArrayNode list) {
    for (Repository repository : order.repositories()) {
      list.add(
          snapshotted(repository)
              .map(known -> RepositoryMapper.copy(known, latestAddress(known)))
              .orElseGet(() -> RepositoryMapper.asDefined(repository)));
    }
    for (KnownRepository known : GivenKinds.of(order).extra()) {
      if (known.latestSnapshotUrl().isPresent()) {
        list.add(RepositoryMapper.copy(known, latestAddress(known)));
      }
    }
  }

  // Addresses are compared as they are written, see the page on compatibility.
  private Optional<KnownRepository> snapshotted(Repository repository) {
    return order.found().redHat().stream()
        .filter(known -> repository.rhsm() && known.url().equals(repository.baseurl()))
        .filter(known -> known.latestSnapshotUrl().isPresent())
        .findFirst();
  }

  private String latestAddress(KnownRepository known) {
    return addresses.latest(known.latestSnapshotUrl().orElseThrow());
  }

  private void ofDay(ArrayNode list) {
    Set<KnownRepository> wanted = new LinkedHashSet<>();
    for (Repository repository : order.repositories()) {
      if (repository.hasSnapshots()) {
        wanted.add(kept(repository));
      } else {
        list.add(RepositoryMapper.asDefined(repository));
      }
    }
    wanted.addAll(GivenKinds.of(order).extra());
    wanted.forEach(this::checkSnapshot);
    for (Snapshot snapshot : order.found().snapshots()) {
      wanted.stream()
          .filter(known -> known.id().equals(snapshot.repositoryId()))
          .forEach(known -> list.add(RepositoryMapper.copy(known, addresses.of(snapshot))));
    }
  }

  private KnownRepository kept(Repository repository) {
    return order.found().redHat().stream()
        .filter(known -> Addresses.same(known.url(), repository.baseurl()))
        .findFirst()
        .orElseThrow(() -> withoutSnapshot(repository.baseurl()));
  }

  private void checkSnapshot(KnownRepository known) {
    if (order.found().snapshotOf(known).isEmpty()) {
      throw withoutSnapshot(known.url());
    }
  }

  private ApiException withoutSnapshot(String repository) {
    return new ApiException(
        ErrorCode.SNAPSHOT_MISSING,
        repository,
        order.imageRequest().path("snapshot_date").asText());
  }

  private void ofTemplate(Template template, ArrayNode list) {
    List<KnownRepository> redHat = order.found().redHat();
    for (Snapshot snapshot : template.snapshots()) {
      redHat.stream()
          .filter(known -> known.id().equals(snapshot.repositoryId()))
          .forEach(known -> list.add(RepositoryMapper.ofTemplate(known, addresses.of(snapshot))));
    }
  }
}
