package org.imagebuilder.composer.composes;

import java.util.List;
import org.imagebuilder.composer.distributions.Distribution;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.jobs.Target;

/** An image request whose names were all found and whose settings were all accepted. */
record BuildOrder(
    Distribution distribution,
    ImageType imageType,
    ImageRequest request,
    Recipe recipe,
    List<RequestedRepository> repositories,
    List<RequestedRepository> payloadRepositories,
    List<Target> targets) {
  BuildOrder {
    repositories = List.copyOf(repositories);
    payloadRepositories = List.copyOf(payloadRepositories);
    targets = List.copyOf(targets);
  }
}
