package org.imagebuilder.imagebuilder.composer;

import java.util.List;
import java.util.Optional;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;
import org.imagebuilder.imagebuilder.contentsources.Snapshot;
import org.imagebuilder.imagebuilder.contentsources.Template;
import org.imagebuilder.imagebuilder.distributions.Distribution;

/**
 * What other services answered for a request, unchanged and in their order. Nothing in it means
 * that nothing was asked, or found.
 *
 * @param redHat Red Hat's repositories
 * @param custom repositories of users and communities
 * @param snapshots copies of a day
 * @param detected the distribution that the copies turned out to be
 * @param accounts accounts behind sources, in the order of the sources
 */
public record Found(
    List<KnownRepository> redHat,
    List<KnownRepository> custom,
    List<Snapshot> snapshots,
    Optional<Template> template,
    Optional<Distribution> detected,
    List<String> accounts,
    Optional<HardeningPolicy> policy) {
  /** Nobody was asked. */
  public static final Found NOTHING =
      new Found(
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  public Found {
    redHat = List.copyOf(redHat);
    custom = List.copyOf(custom);
    snapshots = List.copyOf(snapshots);
    accounts = List.copyOf(accounts);
  }

  Optional<Snapshot> snapshotOf(KnownRepository repository) {
    return snapshots.stream()
        .filter(each -> each.repositoryId().equals(repository.id()))
        .findFirst();
  }

  /** The same, with a policy. */
  public Found with(Optional<HardeningPolicy> named) {
    return new Found(redHat, custom, snapshots, template, detected, accounts, named);
  }

  /** The same, with repositories. */
  public Found with(List<KnownRepository> ofRedHat, List<KnownRepository> ofOthers) {
    return new Found(ofRedHat, ofOthers, snapshots, template, detected, accounts, policy);
  }

  /** The same, with copies of a day. */
  public Found with(List<Snapshot> copies) {
    return new Found(redHat, custom, copies, template, detected, accounts, policy);
  }

  /** The same, with a template. */
  public Found with(Template named) {
    return new Found(redHat, custom, snapshots, Optional.of(named), detected, accounts, policy);
  }

  /** The same, with accounts. */
  public Found withAccounts(List<String> resolved) {
    return new Found(redHat, custom, snapshots, template, detected, resolved, policy);
  }

  /** The same, with the distribution that snapshots turned out to be. */
  public Found withDetected(Optional<Distribution> distribution) {
    return new Found(redHat, custom, snapshots, template, distribution, accounts, policy);
  }
}
