package org.imagebuilder.imagebuilder.neighbours;

/** Knows an operation of a neighbour whose answer may be a long list; a bean of that room. */
public interface LongAnswer {
  /** Whether it is asked for by this path. */
  boolean comesFrom(String path);
}
