package org.imagebuilder.composer.jobs;

import io.quarkus.arc.DefaultBean;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Where no room knows workers, all of them are taken to be able to do anything. */
@DefaultBean
@ApplicationScoped
class UnknownAbilities implements LiveAbilities {
  @Override
  public Uni<Boolean> areLackingEverywhere(String channel, String ability) {
    return Uni.createFrom().item(false);
  }
}
