package org.imagebuilder.deploy;

import java.util.Set;
import java.util.stream.Stream;

/** All containers of a program run its one image, by a tag that says which. */
final class ImagesCheck implements Check {
  private static final Set<String> MOVING = Set.of("latest", "main", "master");

  @Override
  public Stream<String> problems(Processed template) {
    String name = template.template().name();
    return template.pods().stream()
        .flatMap(pod -> pod.containers().stream())
        .flatMap(container -> Program.of(name).stream().flatMap(it -> problems(it, container)));
  }

  private static Stream<String> problems(Program program, Pod.Container container) {
    String image = container.spec().path("image").asText();
    String tag = image.substring(image.lastIndexOf(':') + 1);
    String path = image.substring(0, Math.max(0, image.lastIndexOf(':')));
    Stream<String> moving =
        MOVING.contains(tag)
            ? Stream.of(
                "%s: the tag %s says nothing of what it is; set IMAGE_TAG to a release"
                    .formatted(container.title(), tag))
            : Stream.empty();
    Stream<String> another =
        path.matches(".*[/-]" + program.module())
            ? Stream.empty()
            : Stream.of(
                "%s: the image %s is not that of %s, whose name ends so; set IMAGE_NAME"
                    .formatted(container.title(), path, program.module()));
    return Stream.concat(moving, another);
  }
}
