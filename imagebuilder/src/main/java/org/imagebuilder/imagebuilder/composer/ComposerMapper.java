package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import org.imagebuilder.imagebuilder.distributions.Repository;

/** Turns an order into composer's request; what composer could not understand is refused here. */
@Singleton
public class ComposerMapper {
  private static final List<String> OSTREE = List.of("url", "contenturl", "ref", "parent", "rhsm");

  private final ComposerConfig config;

  public ComposerMapper(ComposerConfig config) {
    this.config = config;
  }

  /** Refuses what no answer of another service can mend. */
  public void check(ComposeOrder order) {
    new UploadMapper(config).upload(order);
    SizeRule.check(order);
  }

  /** Composer's request, or a refusal that the user gets. */
  public ObjectNode request(ComposeOrder order) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    order
        .distribution()
        .ifPresentOrElse(
            distribution -> request.put("distribution", distribution.composerName()),
            () -> request.set("bootc", bootc(order.request().path("bootc"))));
    if (order.request().path("customizations") instanceof ObjectNode customizations) {
      request.set(
          "customizations", new CustomizationsMapper(config, order).customizations(customizations));
    }
    order.blueprint().ifPresent(id -> request.put("blueprint_id", id.toString()));
    request.set("image_request", imageRequest(order));
    return request;
  }

  private ObjectNode imageRequest(ComposeOrder order) {
    ObjectNode asked = order.imageRequest();
    ObjectNode image = JsonNodeFactory.instance.objectNode();
    image.put("architecture", order.architecture());
    UploadMapper.Upload upload = new UploadMapper(config).upload(order);
    SizeRule.check(order);
    image.put("image_type", upload.imageType());
    if (asked.hasNonNull("size")) {
      image.set("size", asked.get("size"));
    }
    if (asked.path("ostree") instanceof ObjectNode ostree) {
      image.set("ostree", Members.copied(ostree, OSTREE));
    }
    image.set("repositories", repositories(order));
    image.set("upload_options", upload.options());
    return image;
  }

  // Debian's own repositories are the builders' configuration, and a container brings its own.
  private static ArrayNode repositories(ComposeOrder order) {
    ArrayNode repositories = JsonNodeFactory.instance.arrayNode();
    order.distribution().filter(distribution -> !distribution.isDebian()).stream()
        .map(distribution -> distribution.architecture(order.architecture()))
        .flatMap(architecture -> architecture.orElseThrow().repositories().stream())
        .filter(repository -> repository.serves(order.imageType()))
        .forEach(repository -> repositories.add(repository(repository)));
    return repositories;
  }

  private static ObjectNode repository(Repository repository) {
    ObjectNode mapped = JsonNodeFactory.instance.objectNode();
    if (repository.baseurl().isEmpty()) {
      mapped.put("metalink", repository.metalink());
    } else {
      mapped.put("baseurl", repository.baseurl());
    }
    mapped.put("rhsm", repository.rhsm());
    if (!repository.gpgKey().isEmpty()) {
      mapped.put("gpgkey", repository.gpgKey());
    }
    if (repository.checkGpg()) {
      mapped.put("check_gpg", true);
    }
    return mapped;
  }

  private static ObjectNode bootc(JsonNode asked) {
    return Members.copied(asked, List.of("reference", "iso_payload_reference"));
  }
}
