package org.imagebuilder.imagebuilder.composer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;

/**
 * The repositories that a request names, by whose they are. Red Hat's are recognised by their ids;
 * those among the custom ones belong to the image's system and are never written into it as others
 * are.
 *
 * @param extra Red Hat's among the custom ones
 * @param others everybody else's
 */
record GivenKinds(Set<KnownRepository> extra, List<GivenRepository> others) {
  static GivenKinds of(ComposeOrder order) {
    Set<KnownRepository> extra = new LinkedHashSet<>();
    List<GivenRepository> others = new ArrayList<>();
    for (GivenRepository given : order.givenRepositories()) {
      Optional<KnownRepository> redHat =
          order.found().redHat().stream().filter(given::is).findFirst();
      if (redHat.isEmpty()) {
        others.add(given);
      } else if (given.custom()) {
        extra.add(redHat.get());
      }
    }
    return new GivenKinds(extra, others);
  }

  List<GivenRepository> payload() {
    return others.stream().filter(each -> !each.custom()).toList();
  }

  List<GivenRepository> custom() {
    return others.stream().filter(GivenRepository::custom).toList();
  }
}
