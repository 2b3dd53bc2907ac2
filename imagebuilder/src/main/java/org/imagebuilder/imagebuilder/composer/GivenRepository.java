package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;

/**
 * A repository that a request names: for the build (payload), or for the booted system (custom).
 */
public record GivenRepository(JsonNode tree, boolean custom) {
  /** The list's name in a request. */
  public String list() {
    return custom ? "custom_repositories" : "payload_repositories";
  }

  /** What content-sources may know it by. */
  public Optional<String> id() {
    return text("id");
  }

  /** The addresses that the request gives. */
  public List<String> baseurls() {
    JsonNode given = tree.path("baseurl");
    List<String> found = new ArrayList<>();
    if (given.isArray()) {
      given.forEach(each -> found.add(each.asText("")));
    } else {
      found.add(given.asText(""));
    }
    found.removeIf(String::isEmpty);
    return found;
  }

  /** Whether packages can be fetched from it as it is given. */
  public boolean hasAddress() {
    return !baseurls().isEmpty() || text("mirrorlist").isPresent() || text("metalink").isPresent();
  }

  /** A name for it in sentences. */
  public String name() {
    return id().or(() -> baseurls().stream().findFirst()).orElse("without id");
  }

  boolean is(KnownRepository known) {
    return id().filter(known.id()::equals).isPresent();
  }

  private Optional<String> text(String member) {
    return Optional.ofNullable(tree.path(member).textValue()).filter(text -> !text.isEmpty());
  }
}
