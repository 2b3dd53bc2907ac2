package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Singleton;

/** Hashes passwords where that stops nobody else. */
@Singleton
public class PasswordHashing {
  private final Vertx vertx;

  PasswordHashing(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The request with hashes in place of passwords in clear; refused if they are too many. */
  public Uni<ObjectNode> hashed(ObjectNode request) {
    Passwords.check(request);
    if (!Passwords.anyInClear(request)) {
      return Uni.createFrom().item(request);
    }
    // Hashing takes milliseconds for each password, which belong to no event loop.
    return vertx.executeBlocking(
        () -> {
          ObjectNode hashed = request.deepCopy();
          Passwords.hash(hashed);
          return hashed;
        },
        false);
  }
}
