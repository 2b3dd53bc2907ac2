package org.imagebuilder.imagebuilder.neighbours;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/** Calls of one kind to a neighbour, which keep to their {@link CallRules} together. */
public interface Calls {
  /**
   * Makes a call. Beside its own failures it fails where it took too long, where too many of its
   * kind failed lately, and where there are too many at a time.
   */
  <T> Uni<T> make(Supplier<Uni<T>> call);
}
