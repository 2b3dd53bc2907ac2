package org.imagebuilder.imagebuilder.operations;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The time, as a thing that tests may replace. */
class Clock {
  @Produces
  @Singleton
  @io.quarkus.arc.DefaultBean
  static InstantSource clock() {
    return InstantSource.system();
  }
}
