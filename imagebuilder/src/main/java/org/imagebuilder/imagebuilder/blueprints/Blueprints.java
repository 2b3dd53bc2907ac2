package org.imagebuilder.imagebuilder.blueprints;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.imagebuilder.customizations.PasswordHashing;
import org.imagebuilder.imagebuilder.customizations.UserMerge;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;

/** The use cases around blueprints: create, find, list, change, delete. */
@ApplicationScoped
public class Blueprints {
  /** Stands for whichever version is the latest. */
  public static final int LATEST = -1;

  private final BlueprintStore store;
  private final PasswordHashing passwords;
  private final Linting linting;
  private final InstantSource clock;

  Blueprints(
      BlueprintStore store, PasswordHashing passwords, Linting linting, InstantSource clock) {
    this.store = store;
    this.passwords = passwords;
    this.linting = linting;
    this.clock = clock;
  }

  /** Keeps a new blueprint. */
  Uni<UUID> create(ObjectNode request, Identity caller) {
    Draft draft = Draft.of(request);
    draft.checkIds();
    BlueprintRules.check(draft);
    return complete(draft, caller).chain(complete -> insert(complete, caller));
  }

  /** The caller's blueprint in one of its versions. */
  public Uni<BlueprintDetails> find(UUID id, int version, Identity caller) {
    if (version == 0 || version < LATEST) {
      throw new ApiException(ErrorCode.BLUEPRINT_VERSION_INVALID);
    }
    return store.details(id, caller.organisation(), version);
  }

  /** What policies say about it. */
  Uni<BlueprintLint> lint(BlueprintDetails blueprint, Identity caller) {
    return linting.lint(blueprint.body(), blueprint.snapshots(), caller);
  }

  /** A page of the caller's blueprints. */
  Uni<BlueprintListing.Page> list(BlueprintListing listing) {
    return store.page(listing);
  }

  /** Keeps a request as the next version; users keep what the request leaves out of them. */
  Uni<Void> update(UUID id, ObjectNode request, Identity caller) {
    Draft draft = Draft.of(request);
    draft.checkIds();
    Uni<Void> known =
        draft.hasUsers() ? store.check(id, caller.organisation()) : Uni.createFrom().voidItem();
    return known
        .invoke(() -> BlueprintRules.check(draft))
        .chain(() -> complete(draft, caller))
        .chain(complete -> addVersion(id, complete, caller));
  }

  /**
   * Keeps a body as the next version under the name that the blueprint has. The body is whole:
   * nothing is added to it from the version before. Fails with {@link BlueprintMoved} if there is a
   * version by now that the body was not made from.
   */
  public Uni<Void> replaceBody(BlueprintDetails blueprint, ObjectNode body, Identity caller) {
    Draft draft = new Draft(blueprint.name(), blueprint.description(), body, Optional.empty());
    return complete(draft, caller)
        .chain(
            complete ->
                store.addVersion(
                    blueprint.id(),
                    caller.organisation(),
                    complete.draft().name(),
                    complete.draft().description(),
                    latest -> {
                      if (latest.version != blueprint.version()) {
                        throw new BlueprintMoved();
                      }
                      return next(latest, complete);
                    }));
  }

  /** Deletes it and what was made from it. */
  Uni<Void> delete(UUID id, Identity caller) {
    return store
        .delete(id, caller.organisation())
        .invoke(
            deleted -> {
              if (!deleted) {
                throw new ApiException(ErrorCode.NOT_FOUND);
              }
            })
        .replaceWithVoid();
  }

  /** A draft with hashed passwords, and what is kept of policies with it. */
  private record Complete(Draft draft, Optional<ObjectNode> snapshots) {}

  private Uni<Complete> complete(Draft draft, Identity caller) {
    return passwords
        .hashed(draft.body())
        .chain(
            hashed ->
                linting
                    .snapshots(hashed, caller)
                    .map(snapshots -> new Complete(draft.with(hashed), snapshots)));
  }

  private Uni<UUID> insert(Complete complete, Identity caller) {
    Draft draft = complete.draft();
    Blueprint blueprint = new Blueprint();
    blueprint.id = UUID.randomUUID();
    blueprint.organisation = caller.organisation();
    blueprint.accountNumber = caller.accountNumber();
    blueprint.name = draft.name();
    blueprint.description = draft.description();
    blueprint.createdAt = now();
    blueprint.metadata = draft.metadata().map(ObjectNode::toString).orElse(null);
    return store
        .insert(blueprint, stamped(Bodies.version(blueprint.id, 1, draft), complete))
        .replaceWith(blueprint.id);
  }

  private Uni<Void> addVersion(UUID id, Complete complete, Identity caller) {
    return store.addVersion(
        id,
        caller.organisation(),
        complete.draft().name(),
        complete.draft().description(),
        latest -> {
          ObjectNode body = complete.draft().body().deepCopy();
          UserMerge.merge(body, Bodies.body(latest));
          return next(latest, new Complete(complete.draft().with(body), complete.snapshots()));
        });
  }

  private BlueprintVersion next(BlueprintVersion latest, Complete complete) {
    return stamped(
        Bodies.version(latest.blueprintId, latest.version + 1, complete.draft()), complete);
  }

  private BlueprintVersion stamped(BlueprintVersion version, Complete complete) {
    version.createdAt = now();
    version.snapshots = complete.snapshots().map(ObjectNode::toString).orElse(null);
    return version;
  }

  private LocalDateTime now() {
    return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
