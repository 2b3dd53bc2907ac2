package org.imagebuilder.imagebuilder.contentsources;

import java.util.List;
import java.util.UUID;

/** A choice of repositories, each as it was on some day. */
public record Template(UUID id, List<String> repositoryIds, List<Snapshot> snapshots) {
  public Template {
    repositoryIds = List.copyOf(repositoryIds);
    snapshots = List.copyOf(snapshots);
  }
}
