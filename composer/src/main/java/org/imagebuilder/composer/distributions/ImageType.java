package org.imagebuilder.composer.distributions;

import java.util.List;
import java.util.Set;
import org.imagebuilder.composer.targets.UploadType;

/** One form in which a distribution offers its images, for one architecture. */
public record ImageType(
    String apiName,
    String name,
    String architecture,
    String filename,
    List<String> exports,
    String bootMode,
    long defaultSize,
    String ostreeRef,
    Set<String> customizations,
    Set<String> requiredCustomizations,
    List<String> basePackages,
    UploadType defaultTarget,
    Set<UploadType> targets) {
  public ImageType {
    exports = List.copyOf(exports);
    customizations = Set.copyOf(customizations);
    requiredCustomizations = Set.copyOf(requiredCustomizations);
    basePackages = List.copyOf(basePackages);
    targets = Set.copyOf(targets);
  }

  /** The pipeline whose result is the image. */
  public String export() {
    return exports.getFirst();
  }

  /** Whether a customization of this name, or a part of it, can be asked for. */
  public boolean supports(String customization) {
    return customizations.contains(customization)
        || customizations.stream().anyMatch(each -> customization.startsWith(each + "."));
  }
}
