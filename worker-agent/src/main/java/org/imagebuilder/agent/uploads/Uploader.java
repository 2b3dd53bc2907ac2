package org.imagebuilder.agent.uploads;

import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorException;

/** Sends files to targets of one kind; T is the shape of the target's options. */
public interface Uploader<T> {

  /** The kind of target as it is called on the wire. */
  String target();

  Class<T> optionsType();

  /** What is wrong with the worker's own settings for this kind, as a sentence. */
  default Optional<String> problem() {
    return Optional.empty();
  }

  /** The tool without which nothing can be sent, as a sentence that says what to install. */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /** Sends the file and says where it is: the target result's options. */
  Map<String, Object> upload(T options, Upload upload)
      throws JobErrorException, InterruptedException;
}
