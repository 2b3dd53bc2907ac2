package org.imagebuilder.imagebuilder.packages;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.imagebuilder.imagebuilder.caches.Shelf;
import org.imagebuilder.imagebuilder.composer.FoundPackage;
import org.imagebuilder.imagebuilder.composer.SearchGateway;
import org.imagebuilder.imagebuilder.distributions.Architecture;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.DistributionCatalog;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;

/** The use case: look for packages. */
@Singleton
class Packages {
  /** What is looked for. An alias and its distribution have their answers in common. */
  private record Question(String distribution, String architecture, String text) {}

  private final DistributionCatalog catalog;
  private final SearchGateway composer;
  private final PackagesConfig config;
  private final Shelf<Question, List<FoundPackage>> shelf;
  private final Turns turns;

  Packages(
      DistributionCatalog catalog,
      SearchGateway composer,
      PackagesConfig config,
      InstantSource clock) {
    this.catalog = catalog;
    this.composer = composer;
    this.config = config;
    Shelf.Bounds bounds = new Shelf.Bounds(config.fresh(), config.usable(), config.kept());
    this.turns =
        new Turns(
            new Turns.Bounds(
                config.atOnce(), config.ofOneOrganisation(), config.waitingOfOneOrganisation()));
    // An answer without packages takes room, too.
    this.shelf = new Shelf<>(bounds, found -> found.size() + 1L, clock);
  }

  /** All packages with this text in their names, in the order of these. */
  Uni<List<FoundPackage>> find(String key, String machine, String text, Identity caller) {
    Distribution distribution = catalog.usable(key, caller);
    Architecture architecture =
        distribution
            .architecture(machine)
            .orElseThrow(() -> new ApiException(ErrorCode.ARCHITECTURE_UNSUPPORTED));
    boolean somewhere = distribution.isDebian() || !architecture.common().isEmpty();
    if (!somewhere || !PackageName.mayHold(text)) {
      return Uni.createFrom().item(List.of());
    }
    return shelf
        .get(
            new Question(distribution.name(), machine, text),
            known ->
                turns.take(
                    caller.organisation(),
                    () -> composer.search(distribution, architecture, text, caller.organisation())))
        .ifNoItem()
        .after(config.patience())
        .failWith(() -> new ApiException(ErrorCode.SEARCH_SLOW, config.patience().toSeconds()));
  }
}
