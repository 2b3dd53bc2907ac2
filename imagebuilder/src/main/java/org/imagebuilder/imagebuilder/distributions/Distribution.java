package org.imagebuilder.imagebuilder.distributions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A distribution as its data file describes it. */
public record Distribution(
    String name,
    String description,
    String composerName,
    boolean restricted,
    String suite,
    Map<String, Architecture> architectures,
    List<BootcImage> bootc) {
  public Distribution {
    architectures = Collections.unmodifiableMap(new LinkedHashMap<>(architectures));
    bootc = List.copyOf(bootc);
  }

  public Optional<Architecture> architecture(String architecture) {
    return Optional.ofNullable(architectures.get(architecture));
  }

  /** Whether only those with an entitlement to RHEL may see it. */
  public boolean needsEntitlement() {
    return architecture("x86_64").stream()
        .flatMap(architecture -> architecture.repositories().stream())
        .anyMatch(Repository::rhsm);
  }

  /** Whether it is made of .deb packages. */
  public boolean isDebian() {
    return !suite.isEmpty();
  }

  /** Whether it is there for its bootable containers alone. */
  public boolean isBootcOnly() {
    return !bootc.isEmpty()
        && architectures.values().stream().allMatch(each -> each.imageTypes().isEmpty());
  }

  /** The same, built from this mirror. */
  Distribution withMirror(String mirror) {
    Map<String, Architecture> mirrored = new LinkedHashMap<>();
    architectures.forEach(
        (key, each) -> {
          List<Repository> repositories = new ArrayList<>(each.repositories());
          repositories.add(new Repository(suite, mirror, "", "", false, false, List.of()));
          mirrored.put(
              key, new Architecture(key, each.imageTypes(), repositories, each.withoutAddress()));
        });
    return new Distribution(name, description, composerName, restricted, suite, mirrored, bootc);
  }
}
