package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.imagebuilder.imagebuilder.contract.api.model.Distributions;
import org.jspecify.annotations.Nullable;

/** Distributions as the contract shows them. */
final class DistributionMapper {
  /** All containers of the lists are for these machines. */
  private static final String BOOTC_ARCHITECTURE = "x86_64";

  private static final Set<String> KNOWN =
      Arrays.stream(Distributions.values()).map(String::valueOf).collect(Collectors.toSet());

  private DistributionMapper() {}

  /** Whether requests may name it. */
  static boolean isKnown(String key) {
    return KNOWN.contains(key);
  }

  static List<ObjectNode> items(Map<String, Distribution> distributions) {
    List<ObjectNode> items = new ArrayList<>();
    distributions.forEach(
        (key, each) -> items.add(object().put("description", each.description()).put("name", key)));
    return items;
  }

  /** Bootable containers; a filter that is null lets everything through. */
  static List<ObjectNode> bootcItems(
      Map<String, Distribution> distributions,
      @Nullable String distro,
      @Nullable String arch,
      @Nullable String type) {
    List<ObjectNode> items = new ArrayList<>();
    distributions.forEach(
        (key, each) ->
            each.bootc().stream()
                .filter(image -> passes(distro, key) && passes(type, image.type()))
                .filter(image -> passes(arch, BOOTC_ARCHITECTURE))
                .forEach(image -> items.add(bootcItem(key, each, image))));
    return items;
  }

  /** The architectures; what is made of containers alone has lists of nothing, told as null. */
  static List<ObjectNode> architectures(Distribution distribution) {
    return distribution.architectures().values().stream()
        .map(
            architecture ->
                distribution.isBootcOnly()
                    ? object()
                        .put("arch", architecture.name())
                        .putNull("image_types")
                        .putNull("repositories")
                    : item(architecture))
        .toList();
  }

  private static ObjectNode item(Architecture architecture) {
    ObjectNode item = object().put("arch", architecture.name());
    ArrayNode types = item.putArray("image_types");
    architecture.imageTypes().forEach(types::add);
    ArrayNode repositories = item.putArray("repositories");
    architecture.common().forEach(each -> repositories.add(repository(each)));
    return item;
  }

  private static ObjectNode bootcItem(String key, Distribution distribution, BootcImage image) {
    ObjectNode item =
        object()
            .put("distro", key)
            .put("name", distribution.description())
            .put("type", image.type())
            .put("arch", BOOTC_ARCHITECTURE)
            .put("reference", image.reference());
    if (!image.isoPayloadReferences().isEmpty()) {
      image.isoPayloadReferences().forEach(item.withArray("iso_payload_references")::add);
    }
    return item;
  }

  // No word about signatures here.
  private static ObjectNode repository(Repository repository) {
    ObjectNode item = object().put("rhsm", repository.rhsm());
    if (!repository.baseurl().isEmpty()) {
      item.put("baseurl", repository.baseurl());
    }
    if (!repository.metalink().isEmpty()) {
      item.put("metalink", repository.metalink());
    }
    return item;
  }

  private static boolean passes(@Nullable String filter, String value) {
    return filter == null || filter.equals(value);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
