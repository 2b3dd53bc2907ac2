package org.imagebuilder.deploy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All containers of a program run its one image, by a tag that says which; and the files that the
 * image is made from agree with the pod: ports, volumes, arguments, job types.
 */
final class ImagesCheck implements Check {
  private static final Set<String> MOVING = Set.of("latest", "main", "master");
  private static final Set<String> OF_THE_SYSTEM = Set.of("PATH", "HOME");

  @Override
  public Stream<String> problems(Processed template) {
    List<String> problems = new ArrayList<>();
    Program.of(template.template().name())
        .ifPresent(
            program -> {
              for (Pod pod : template.pods()) {
                pod.containers().forEach(each -> name(program, each, problems));
                Containerfile.of(program).forEach(file -> file(program, file, pod, problems));
              }
              String types = template.values().getOrDefault("JOB_TYPES", "");
              Containerfile.of(program).forEach(file -> types(file, types, problems));
            });
    return problems.stream();
  }

  private static void name(Program program, Pod.Container container, List<String> problems) {
    String image = container.spec().path("image").asText();
    String tag = image.substring(image.lastIndexOf(':') + 1);
    String path = image.substring(0, Math.max(0, image.lastIndexOf(':')));
    if (MOVING.contains(tag)) {
      problems.add(
          "%s: the tag %s says nothing of what it is; set IMAGE_TAG to a release"
              .formatted(container.title(), tag));
    }
    if (!path.matches(".*[/-]" + program.module())) {
      problems.add(
          "%s: the image %s is not that of %s, whose name ends so; set IMAGE_NAME"
              .formatted(container.title(), path, program.module()));
    }
  }

  private static void file(Program program, Containerfile file, Pod pod, List<String> problems) {
    if (pod.isService() && !pod.isClowder()) {
      Set<Integer> ports = new TreeSet<>(Ports.of(program, pod.main()).values());
      if (!file.ports().equals(ports)) {
        problems.add(
            "%s exposes %s, the program has the ports %s"
                .formatted(file.path(), file.ports(), ports));
      }
      for (String volume : file.volumes()) {
        if (!pod.main().mounts().contains(volume)) {
          problems.add(
              "%s: nothing is mounted at %s, the volume of %s"
                  .formatted(pod.main().title(), volume, file.path()));
        }
      }
    }
    if (!pod.main().spec().path("args").isEmpty() && !file.takesArguments()) {
      problems.add(
          "%s: %s does not hand arguments to the program"
              .formatted(pod.main().title(), file.path()));
    }
    file.variables().stream()
        .filter(name -> !OF_THE_SYSTEM.contains(name) && !program.reads(name))
        .forEach(
            name ->
                problems.add(
                    "%s sets %s, which %s does not read"
                        .formatted(file.path(), name, program.module())));
  }

  // Whoever adds tools to the image says so there, and may ask for more types here.
  private static void types(Containerfile file, String types, List<String> problems) {
    Set<String> more = new HashSet<>(Arrays.asList(types.split(",")));
    file.jobTypes().stream()
        .filter(type -> !types.isEmpty() && !more.contains(type))
        .forEach(
            type ->
                problems.add(
                    "worker-agent: JOB_TYPES leaves out %s, which the image of %s can do"
                        .formatted(type, file.path())));
  }
}
