package org.imagebuilder.composer.composes;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.imagebuilder.composer.distributions.Distribution;
import org.imagebuilder.composer.distributions.ImageType;
import org.imagebuilder.composer.jobs.Target;

/** An image request whose names were all found and whose settings were all accepted. */
record BuildOrder(
    Distribution distribution,
    ImageType imageType,
    ImageRequest request,
    Recipe recipe,
    Optional<BootcRequest> bootc,
    List<RequestedRepository> repositories,
    List<RequestedRepository> payloadRepositories,
    List<Target> targets) {
  BuildOrder {
    repositories = List.copyOf(repositories);
    payloadRepositories = List.copyOf(payloadRepositories);
    targets = List.copyOf(targets);
  }

  /** The same order with one more target, before the others. */
  BuildOrder withFirst(Target target) {
    return new BuildOrder(
        distribution,
        imageType,
        request,
        recipe,
        bootc,
        repositories,
        payloadRepositories,
        Stream.concat(Stream.of(target), targets.stream()).toList());
  }
}
