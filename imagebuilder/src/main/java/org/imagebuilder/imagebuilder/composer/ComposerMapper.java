package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.List;
import org.imagebuilder.imagebuilder.contentsources.ContentSourcesConfig;

/** Turns an order into composer's request; what composer could not understand is refused here. */
@Singleton
public class ComposerMapper {
  private static final List<String> OSTREE = List.of("url", "contenturl", "ref", "parent", "rhsm");

  private final ComposerConfig config;
  private final SnapshotAddresses addresses;

  public ComposerMapper(ComposerConfig config, ContentSourcesConfig contentSources) {
    this.config = config;
    this.addresses = new SnapshotAddresses(contentSources);
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
            distribution ->
                request.put(
                    "distribution", order.found().detected().orElse(distribution).composerName()),
            () -> request.set("bootc", bootc(order.request().path("bootc"))));
    JsonNode asked = order.request().path("customizations");
    ObjectNode customizations =
        new CustomizationsMapper(config, order, addresses).customizations(asked);
    if (asked.isObject() || !customizations.isEmpty()) {
      request.set("customizations", customizations);
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
    image.set("repositories", new ImageRepositories(order, addresses).list());
    image.set("upload_options", upload.options());
    return image;
  }

  private static ObjectNode bootc(JsonNode asked) {
    return Members.copied(asked, List.of("reference", "iso_payload_reference"));
  }
}
