package org.imagebuilder.composer.composes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.composer.jobs.JobReport;
import org.imagebuilder.composer.queue.JobId;

/**
 * A compose as it is shown: how far it is as a whole and image by image, and where its files lie on
 * this server.
 *
 * @param images in the order of the request; at least one
 * @param koji what only composes for Koji have
 * @param artifactPaths job → file name → path, for what workers handed to this server
 * @param notice a sentence about what holds it up from outside
 */
record ComposeView(
    ComposeStatus status,
    List<ComposeStatus> images,
    Optional<KojiStatus> koji,
    Map<JobId, Map<String, String>> artifactPaths,
    Optional<String> notice) {
  ComposeView {
    images = List.copyOf(images);
    artifactPaths = Map.copyOf(artifactPaths);
  }

  /** Folds the jobs of one plan, which come in its order; there is at least one. */
  static ComposeView of(List<JobReport> jobs) {
    if (KojiStatus.isOne(jobs)) {
      KojiStatus koji = KojiStatus.of(jobs);
      return new ComposeView(
          koji.whole(), koji.images(), Optional.of(koji), Map.of(), Optional.empty());
    }
    ComposeStatus status = ComposeStatus.of(jobs);
    return new ComposeView(status, List.of(status), Optional.empty(), Map.of(), Optional.empty());
  }

  /** The jobs that handed files to this server. */
  List<JobId> jobsWithFiles() {
    return images.stream()
        .filter(ComposeStatus::hasLocalFiles)
        .map(image -> image.facts().job())
        .toList();
  }

  ComposeView withPaths(Map<JobId, Map<String, String>> paths) {
    return new ComposeView(status, images, koji, paths, notice);
  }

  ComposeView withNotice(Optional<String> sentence) {
    return new ComposeView(status, images, koji, artifactPaths, sentence);
  }

  Map<String, String> pathsOf(ComposeStatus image) {
    return artifactPaths.getOrDefault(image.facts().job(), Map.of());
  }
}
