package org.imagebuilder.composer.distributions;

/** Which chain of jobs builds a distribution. */
public enum Engine {
  OSBUILD,
  DEBIAN
}
