package org.imagebuilder.imagebuilder.composer;

import jakarta.inject.Singleton;
import org.imagebuilder.imagebuilder.neighbours.LongAnswer;

/** What a search finds may be every package of a distribution. */
@Singleton
class SearchAnswer implements LongAnswer {
  @Override
  public boolean comesFrom(String path) {
    return path.endsWith("/search/packages");
  }
}
