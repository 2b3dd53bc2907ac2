package org.imagebuilder.agent;

import java.nio.file.Path;
import java.util.Optional;

/** Google's cloud, where a target leaves something open. */
public interface GcpSection {

  /** File with the JSON key of a service account; empty: Google's own order. */
  Optional<Path> credentials();

  /** Bucket in which a file lies while it is imported. */
  Optional<String> bucket();
}
