package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.imagebuilder.imagebuilder.composes.BlueprintComposes;
import org.imagebuilder.imagebuilder.composes.BlueprintSource;
import org.imagebuilder.imagebuilder.composes.Composes;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.requests.RequestBody;

/** The use cases around images of blueprints: ask for them, and list what was asked for. */
@ApplicationScoped
class BlueprintImages {
  private final BlueprintStore store;
  private final Composes composes;
  private final RequestBody bodies;

  BlueprintImages(BlueprintStore store, Composes composes, RequestBody bodies) {
    this.store = store;
    this.composes = composes;
    this.bodies = bodies;
  }

  /** Asks for the latest version's images of these types, or for all; all of them or none. */
  Uni<List<UUID>> compose(UUID id, Optional<Set<String>> types, String clientId, Identity caller) {
    return store
        .details(id, caller.organisation(), Blueprints.LATEST)
        .chain(
            blueprint ->
                composes.request(
                    checked(ImageRequests.of(blueprint, types, clientId)),
                    new BlueprintSource(blueprint.id(), blueprint.versionId()),
                    caller));
  }

  /** A page of what was made from it; of the latest version alone if the version is negative. */
  Uni<Composes.Page> list(BlueprintComposes listing) {
    return composes.list(listing);
  }

  /** Which version is meant, if not all are. Ends well only if the caller has the blueprint. */
  Uni<OptionalInt> version(UUID id, OptionalInt version, Identity caller) {
    return version.isPresent() && version.getAsInt() < 0
        ? store
            .details(id, caller.organisation(), Blueprints.LATEST)
            .map(latest -> OptionalInt.of(latest.version()))
        : store.check(id, caller.organisation()).replaceWith(version);
  }

  // What was kept long ago may hold words that nobody knows any more.
  private List<ObjectNode> checked(List<ObjectNode> requests) {
    return requests.stream().map(each -> bodies.checked(each, "ComposeRequest")).toList();
  }
}
