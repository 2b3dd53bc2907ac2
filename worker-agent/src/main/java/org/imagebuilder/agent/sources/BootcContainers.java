package org.imagebuilder.agent.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.registries.ImageReference;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.Podman;
import org.imagebuilder.agent.tools.ToolException;
import org.jboss.logging.Logger;

/** Looks into bootc containers. */
public final class BootcContainers {

  private static final Logger LOG = Logger.getLogger(BootcContainers.class);
  private static final List<String> FILE_SYSTEMS = List.of("", "ext4", "xfs", "btrfs");

  /** What a container may bring along for its images, and only image-builder itself reads. */
  private static final List<String> OWN_DEFINITIONS =
      List.of(
          "usr/lib/image-builder/bootc/disk.yaml",
          "usr/lib/image-builder/bootc/iso.yaml",
          "usr/lib/image-builder/bootc/extras.yaml",
          "usr/lib/bootc-image-builder/disk.yaml",
          "usr/lib/bootc-image-builder/iso.yaml",
          "usr/lib/bootc-image-builder/config.json",
          "usr/lib/bootc-image-builder/config.toml");

  private final Podman podman;
  private final boolean cleanUp;
  private final JsonMapper json;

  /**
   * What is in a container.
   *
   * @param size in bytes
   * @param system empty for containers that are only built with
   */
  public record Info(
      String imageId, String arch, String rootFileSystem, long size, ObjectNode system) {}

  /**
   * @param cleanUp remove the images afterwards
   */
  public BootcContainers(Podman podman, boolean cleanUp, JsonMapper json) {
    this.podman = podman;
    this.cleanUp = cleanUp;
    this.json = json;
  }

  /** Looks into one; not full, only at what its image says of itself. Else job error 41. */
  public Info resolve(Path directory, String reference, boolean full)
      throws JobErrorException, ToolException, InterruptedException {
    if (ImageReference.parse(reference).isEmpty()) {
      throw failed(reference, "it is not a reference to a container image", List.of());
    }
    try {
      String container = podman.create(directory, reference);
      try {
        return look(directory, reference, container, full);
      } finally {
        podman.remove(directory, container);
        if (cleanUp) {
          removeImage(directory, reference);
        }
      }
    } catch (MissingToolException e) {
      throw e;
    } catch (ToolException e) {
      throw failed(reference, String.valueOf(e.getMessage()), e.logTail());
    } catch (IOException e) {
      throw failed(reference, "its files cannot be read: " + e.getMessage(), List.of());
    }
  }

  private Info look(Path directory, String reference, String container, boolean full)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    String image = podman.inspect(directory, "container", container, "{{.Image}}");
    String arch = podman.inspect(directory, "image", image, "{{.Architecture}}");
    if (!full) {
      return new Info(image, arch, "", 0, json.createObjectNode());
    }
    String size = podman.inspect(directory, "image", image, "{{.Size}}");
    if (!size.matches("\\d{1,18}")) {
      throw failed(reference, "podman does not say how large it is", List.of());
    }
    RootedFiles files = new RootedFiles(podman.mount(directory, container));
    ObjectNode system = system(reference, files);
    String kernel = system.at("/KernelInfo/Version").asText();
    if (!kernel.isEmpty()) {
      String modules =
          podman.runInside(directory, image, List.of("lsinitrd", "--mod", "--kver", kernel));
      system.set("InitrdModules", json.valueToTree(modules.lines().toList()));
    }
    return new Info(
        image, arch, rootFileSystem(directory, reference, image), Long.parseLong(size), system);
  }

  private ObjectNode system(String reference, RootedFiles files)
      throws JobErrorException, IOException {
    for (String definition : OWN_DEFINITIONS) {
      if (files.exists(definition)) {
        throw failed(
            reference,
            "it brings along /%s, which this worker does not read".formatted(definition),
            List.of());
      }
    }
    return new BootcSystem(files, json).describe(why -> failed(reference, why, List.of()));
  }

  private String rootFileSystem(Path directory, String reference, String image)
      throws JobErrorException, ToolException, InterruptedException {
    String said =
        podman.runInside(directory, image, List.of("bootc", "install", "print-configuration"));
    try {
      String type = json.readTree(said).at("/filesystem/root/type").asText();
      if (!FILE_SYSTEMS.contains(type)) {
        throw failed(
            reference,
            "it wants %s as file system, and images can have ext4, xfs and btrfs".formatted(type),
            List.of());
      }
      return type;
    } catch (JsonProcessingException e) {
      throw failed(reference, "bootc in it does not print its configuration", List.of());
    }
  }

  private void removeImage(Path directory, String reference) throws InterruptedException {
    try {
      podman.removeImage(directory, reference);
    } catch (ToolException e) {
      LOG.warnf(e, "An image could not be removed, reference=%s", reference);
    }
  }

  private static JobErrorException failed(String reference, String why, List<String> said) {
    String reason = "The container %s cannot be looked into: %s".formatted(reference, why);
    return said.isEmpty()
        ? new JobErrorException(JobErrorCode.BOOTC_INFO_RESOLVE, reason)
        : new JobErrorException(JobErrorCode.BOOTC_INFO_RESOLVE, reason, said);
  }
}
