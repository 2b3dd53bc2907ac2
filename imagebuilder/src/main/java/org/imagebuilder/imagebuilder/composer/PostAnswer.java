package org.imagebuilder.imagebuilder.composer;

import java.util.UUID;
import org.imagebuilder.imagebuilder.errors.ApiException;

/** What became of a compose that was sent to composer. */
public sealed interface PostAnswer {
  /** Composer has it, under this id. */
  record Accepted(UUID id) implements PostAnswer {}

  /** Composer has not got it, and never will: the user is told why. */
  record Refused(ApiException why) implements PostAnswer {}

  /** Nobody knows: no answer came, or none that can be read. */
  record Unknown(String reason) implements PostAnswer {}
}
