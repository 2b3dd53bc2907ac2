package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of customizations that a policy can ask for, or that an image has of it. */
record Requirements(
    List<String> packages,
    List<String> mountpoints,
    Map<ServiceState, List<String>> services,
    Optional<String> kernelName,
    List<String> kernelWords,
    boolean fips) {

  Requirements {
    packages = List.copyOf(packages);
    mountpoints = List.copyOf(mountpoints);
    services = Map.copyOf(services);
    kernelWords = List.copyOf(kernelWords);
  }

  /**
   * Reads customizations in the public contract's form; whatever else is in them is passed over.
   */
  static Requirements of(JsonNode customizations) {
    Map<ServiceState, List<String>> services = new LinkedHashMap<>();
    for (ServiceState state : ServiceState.values()) {
      services.put(state, texts(customizations.path("services").path(state.member())));
    }
    List<String> mountpoints = new ArrayList<>();
    for (JsonNode filesystem : customizations.path("filesystem")) {
      mountpoints.add(filesystem.path("mountpoint").asText());
    }
    // A disk is a complete table: what it mounts needs no file system beside it.
    for (JsonNode mountpoint : customizations.path("disk").findValues("mountpoint")) {
      mountpoints.add(mountpoint.asText());
    }
    return new Requirements(
        texts(customizations.path("packages")),
        mountpoints,
        services,
        Optional.of(customizations.at("/kernel/name").asText("")).filter(name -> !name.isEmpty()),
        words(customizations.at("/kernel/append").asText("")),
        customizations.at("/fips/enabled").asBoolean());
  }

  List<String> services(ServiceState state) {
    return services.getOrDefault(state, List.of());
  }

  /** Whether the kernel's command line has the parameter, be it as a part of a longer one. */
  boolean hasKernelWord(String word) {
    return String.join(" ", kernelWords).contains(word);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }
}
