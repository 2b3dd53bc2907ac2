package org.imagebuilder.agent.testing;

import org.imagebuilder.agent.uploads.UploadProgress;

/** For uploads whose progress nobody looks at. */
public record NoProgress() implements UploadProgress {

  @Override
  public void sent(long bytes) {}

  @Override
  public void step(String message) {}
}
