package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.imagebuilder.imagebuilder.contract.api.model.ArchitectureItem;
import org.jspecify.annotations.Nullable;

/** Distributions as the contract shows them. */
final class DistributionMapper {
  private DistributionMapper() {}

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

  static ArchitectureItem item(Architecture architecture) {
    ArchitectureItem item = new ArchitectureItem();
    item.setArch(architecture.name());
    item.setImageTypes(architecture.imageTypes());
    item.setRepositories(
        architecture.repositories().stream()
            .filter(repository -> repository.imageTypes().isEmpty())
            .map(DistributionMapper::repository)
            .toList());
    return item;
  }

  /** All containers of the lists are for these machines. */
  private static final String BOOTC_ARCHITECTURE = "x86_64";

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

  private static org.imagebuilder.imagebuilder.contract.api.model.Repository repository(
      Repository repository) {
    var item = new org.imagebuilder.imagebuilder.contract.api.model.Repository();
    item.setRhsm(repository.rhsm());
    // No word about signatures here; the generated default would say something.
    item.setCheckRepoGpg(null);
    if (!repository.baseurl().isEmpty()) {
      item.setBaseurl(repository.baseurl());
    }
    if (!repository.metalink().isEmpty()) {
      item.setMetalink(repository.metalink());
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
