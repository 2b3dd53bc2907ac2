package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.Repository;

/**
 * What is to be built: a request of the public contract that has been found good, with hashed
 * passwords and expanded customizations; its distribution, none for bootable containers; the
 * blueprint that it was made from; and what other services know about what it names.
 */
public record ComposeOrder(
    ObjectNode request,
    Optional<Distribution> distribution,
    Optional<UUID> blueprint,
    Found found) {
  /** An order for which nobody was asked yet. */
  public ComposeOrder(ObjectNode request, Optional<Distribution> distribution) {
    this(request, distribution, Optional.empty(), Found.NOTHING);
  }

  /** The same, with what was found. */
  public ComposeOrder with(Found answers) {
    return new ComposeOrder(request, distribution, blueprint, answers);
  }

  /** The same, of a blueprint. */
  public ComposeOrder of(UUID source) {
    return new ComposeOrder(request, distribution, Optional.of(source), found);
  }

  /** The moment of which snapshots are wanted; a container is what it is on any day. */
  public Optional<Instant> snapshotDate() {
    return distribution.flatMap(
        each -> SnapshotDate.read(imageRequest().path("snapshot_date").asText("")));
  }

  /** The template that the repositories come from, as it was spelt. */
  public Optional<String> contentTemplate() {
    return Optional.of(imageRequest().path("content_template").asText(""))
        .filter(text -> !text.isEmpty());
  }

  /** The distribution's own repositories for this image; Debian's are the builders' matter. */
  public List<Repository> repositories() {
    return distribution
        .filter(each -> !each.isDebian())
        .flatMap(each -> each.architecture(architecture()))
        .map(
            each ->
                each.repositories().stream()
                    .filter(repository -> repository.serves(imageType()))
                    .toList())
        .orElse(List.of());
  }

  /** The repositories that the request names, those for the build first. */
  public List<GivenRepository> givenRepositories() {
    List<GivenRepository> given = new ArrayList<>();
    JsonNode asked = request.path("customizations");
    asked.path("payload_repositories").forEach(each -> given.add(new GivenRepository(each, false)));
    asked.path("custom_repositories").forEach(each -> given.add(new GivenRepository(each, true)));
    return given;
  }

  /** The sources of whose accounts an Amazon image becomes visible. */
  public List<String> sources() {
    JsonNode upload = imageRequest().path("upload_request");
    List<String> sources = new ArrayList<>();
    if (upload.path("type").asText().equals("aws")) {
      upload.path("options").path("share_with_sources").forEach(each -> sources.add(each.asText()));
    }
    return sources;
  }

  ObjectNode imageRequest() {
    return (ObjectNode) request.required("image_requests").required(0);
  }

  String imageType() {
    return imageRequest().required("image_type").asText();
  }

  String architecture() {
    return imageRequest().required("architecture").asText();
  }
}
