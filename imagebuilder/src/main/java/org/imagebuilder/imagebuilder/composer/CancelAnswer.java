package org.imagebuilder.imagebuilder.composer;

/** What became of a compose that composer was to call off. */
public enum CancelAnswer {
  /** It will never be an image. */
  GONE,
  /** It is an image already, or this composer cannot call off. */
  STAYS,
  /** Nobody knows yet; asking again does no harm. */
  UNKNOWN
}
