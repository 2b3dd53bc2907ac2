package org.imagebuilder.imagebuilder.distributions;

import java.util.List;

/** What a distribution offers for one kind of machine. */
public record Architecture(String name, List<String> imageTypes, List<Repository> repositories) {
  public Architecture {
    imageTypes = List.copyOf(imageTypes);
    repositories = List.copyOf(repositories);
  }
}
