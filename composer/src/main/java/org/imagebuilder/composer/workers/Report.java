package org.imagebuilder.composer.workers;

/** What an agent sends about its job, exactly as it was sent. */
sealed interface Report {
  /** What is known so far. */
  record Progress(String partial) implements Report {}

  /** The final result, a JSON object. */
  record Final(String result) implements Report {}
}
