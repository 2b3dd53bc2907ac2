package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;

/**
 * Repositories of EPEL by the ids under which everybody finds them: each organisation may know them
 * under an id of its own, which means nothing to another one.
 */
final class EpelSource {
  private static final Set<String> ADDRESSES =
      Set.of(
          "https://dl.fedoraproject.org/pub/epel/8/Everything/x86_64",
          "https://dl.fedoraproject.org/pub/epel/9/Everything/x86_64",
          "https://dl.fedoraproject.org/pub/epel/10/Everything/x86_64");

  private EpelSource() {}

  /** Addresses of EPEL that these customizations name, as they name them. */
  static Set<String> named(JsonNode customizations) {
    Set<String> named = new TreeSet<>();
    if (customizations.path("custom_repositories").isArray()) {
      repositories(customizations).stream()
          .map(EpelSource::address)
          .filter(address -> ADDRESSES.contains(plain(address)))
          .forEach(named::add);
    }
    return named;
  }

  /** Gives repositories of EPEL the id, and custom ones the name, that the community uses. */
  static void substitute(ObjectNode customizations, List<KnownRepository> known) {
    for (JsonNode repository : repositories(customizations)) {
      Optional<KnownRepository> common = find(known, address(repository));
      if (common.isPresent() && repository instanceof ObjectNode object) {
        object.put("id", common.get().id());
        if (object.path("baseurl").isArray()) {
          common.get().name().ifPresent(name -> object.put("name", name));
        }
      }
    }
  }

  private static Optional<KnownRepository> find(List<KnownRepository> known, String address) {
    return ADDRESSES.contains(plain(address))
        ? known.stream()
            .filter(each -> each.origin().equals("community"))
            .filter(each -> plain(each.url()).equals(plain(address)))
            .findFirst()
        : Optional.empty();
  }

  private static List<JsonNode> repositories(JsonNode customizations) {
    List<JsonNode> all = new ArrayList<>();
    customizations.path("custom_repositories").forEach(all::add);
    customizations.path("payload_repositories").forEach(all::add);
    return all;
  }

  private static String address(JsonNode repository) {
    JsonNode baseurl = repository.path("baseurl");
    return (baseurl.isArray() ? baseurl.path(0) : baseurl).asText("");
  }

  private static String plain(String address) {
    return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
  }
}
