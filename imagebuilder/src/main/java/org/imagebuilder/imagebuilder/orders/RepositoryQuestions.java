package org.imagebuilder.imagebuilder.orders;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.composer.GivenRepository;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;
import org.imagebuilder.imagebuilder.contentsources.Template;
import org.imagebuilder.imagebuilder.distributions.Repository;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/**
 * What content-sources is asked about an order, with nothing twice and nothing for show.
 *
 * @param addresses of Red Hat's repositories, or of what may be theirs
 * @param ids likewise
 * @param customAddresses of everybody else's
 * @param customIds likewise
 * @param given the request's own repositories that the questions are about
 */
record RepositoryQuestions(
    Set<String> addresses,
    Set<String> ids,
    Set<String> customAddresses,
    Set<String> customIds,
    List<GivenRepository> given) {
  private static final Pattern UUID_LIKE =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /** For an image of the latest packages: the subscribed repositories may have a snapshot. */
  static RepositoryQuestions latest(ComposeOrder order) {
    Set<String> addresses =
        set(order.repositories().stream().filter(Repository::rhsm).map(Repository::baseurl));
    List<GivenRepository> given = askedAbout(order);
    addresses.addAll(set(given.stream().flatMap(each -> each.baseurls().stream())));
    return new RepositoryQuestions(
        addresses,
        ids(given.stream().filter(each -> each.baseurls().isEmpty())),
        Set.of(),
        ids(given.stream()),
        given);
  }

  /** For an image of a day: whatever changes from day to day needs a snapshot. */
  static RepositoryQuestions ofDay(ComposeOrder order) {
    Set<String> addresses = new LinkedHashSet<>();
    for (Repository repository : order.repositories()) {
      if (repository.hasSnapshots()) {
        if (repository.baseurl().isEmpty()) {
          throw new ApiException(ErrorCode.SNAPSHOT_WITHOUT_ADDRESS, repository.id());
        }
        addresses.add(repository.baseurl());
      }
    }
    List<GivenRepository> given = order.givenRepositories();
    Set<String> own = set(given.stream().flatMap(each -> each.baseurls().stream()));
    addresses.addAll(own);
    Set<String> ids = ids(given.stream().filter(each -> each.baseurls().isEmpty()));
    return new RepositoryQuestions(addresses, ids, own, ids, given);
  }

  /** For an image of a template; of the request's own only Red Hat's still mean anything. */
  static RepositoryQuestions ofTemplate(ComposeOrder order, Template template) {
    Set<String> ids = new LinkedHashSet<>(template.repositoryIds());
    Set<String> customIds = new LinkedHashSet<>(ids);
    if (order.request().path("customizations").path("subscription").isObject()) {
      ids.addAll(ids(order.givenRepositories().stream().filter(GivenRepository::custom)));
    }
    return new RepositoryQuestions(Set.of(), ids, Set.of(), customIds, List.of());
  }

  /** The same without what turned out to be Red Hat's. */
  RepositoryQuestions without(List<KnownRepository> redHat) {
    Set<String> known = set(redHat.stream().map(KnownRepository::id));
    List<GivenRepository> rest =
        given.stream().filter(each -> each.id().filter(known::contains).isEmpty()).toList();
    Set<String> restAddresses = new LinkedHashSet<>(customAddresses);
    restAddresses.retainAll(set(rest.stream().flatMap(each -> each.baseurls().stream())));
    Set<String> restIds = new LinkedHashSet<>(customIds);
    restIds.removeAll(known);
    return new RepositoryQuestions(addresses, ids, restAddresses, restIds, rest);
  }

  /** In the words of a refusal: the first of the request's own that nobody can fetch from. */
  Optional<String> withoutAddress() {
    return given.stream()
        .filter(each -> !each.hasAddress())
        .findFirst()
        .map(
            each ->
                "customizations."
                    + each.list()
                    + ": repository "
                    + each.name()
                    + " has no address; to look it up");
  }

  // A name that somebody made up is no id; the service would stumble over it.
  private static List<GivenRepository> askedAbout(ComposeOrder order) {
    return order.givenRepositories().stream()
        .filter(
            each ->
                !each.hasAddress()
                    || each.id().filter(id -> UUID_LIKE.matcher(id).matches()).isPresent())
        .toList();
  }

  private static Set<String> ids(Stream<GivenRepository> given) {
    return set(given.flatMap(each -> each.id().stream()));
  }

  private static Set<String> set(Stream<String> texts) {
    LinkedHashSet<String> set = new LinkedHashSet<>();
    texts.filter(text -> !text.isEmpty()).forEach(set::add);
    return set;
  }
}
