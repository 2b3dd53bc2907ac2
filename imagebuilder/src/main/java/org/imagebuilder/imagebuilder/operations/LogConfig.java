package org.imagebuilder.imagebuilder.operations;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** How the log is written. */
@ConfigMapping(prefix = "imagebuilder.log")
public interface LogConfig {
  /** Lines for people, or one JSON object per line. */
  @WithDefault("text")
  Format format();

  /** Which requests get a line of their own. */
  @WithDefault("changes")
  Requests requests();

  /** A name for this deployment that every line of JSON carries. */
  @WithDefault("${CHANNEL:}")
  Optional<String> channel();

  /** The forms of {@link #format()}. */
  enum Format {
    TEXT,
    JSON
  }

  /** The choices of {@link #requests()}. */
  enum Requests {
    /** None; what goes wrong inside is still told. */
    NONE,
    /** Those that were refused or failed. */
    ERRORS,
    /** Those, and whatever changed something. */
    CHANGES,
    /** Every request. */
    ALL
  }
}
