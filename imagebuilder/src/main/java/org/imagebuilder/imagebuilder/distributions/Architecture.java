package org.imagebuilder.imagebuilder.distributions;

import java.util.List;

/**
 * What a distribution offers for one kind of machine. Repositories whose address nobody has told
 * are known by their ids alone.
 */
public record Architecture(
    String name,
    List<String> imageTypes,
    List<Repository> repositories,
    List<String> withoutAddress) {
  public Architecture {
    imageTypes = List.copyOf(imageTypes);
    repositories = List.copyOf(repositories);
    withoutAddress = List.copyOf(withoutAddress);
  }

  /** One of which every address is known. */
  public Architecture(String name, List<String> imageTypes, List<Repository> repositories) {
    this(name, imageTypes, repositories, List.of());
  }

  /** The repositories that serve every image type. */
  public List<Repository> common() {
    return repositories.stream().filter(each -> each.imageTypes().isEmpty()).toList();
  }
}
