package org.imagebuilder.agent.uploads;

/** Listens to an upload. Called often: does little. */
public interface UploadProgress {

  /** So many bytes of the file are on their way; fewer than before when a piece is sent again. */
  void sent(long bytes);

  /** The file is there; the target itself is busy with it now. */
  void step(String message);
}
