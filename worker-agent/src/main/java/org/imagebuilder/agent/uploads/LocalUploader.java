package org.imagebuilder.agent.uploads;

import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.composer.Artifacts;
import org.imagebuilder.agent.composer.ComposerException;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jboss.logging.Logger;

/** Hands the image to composer, which keeps it for download. */
public final class LocalUploader implements Uploader<Map<String, Object>> {

  /** What composer keeps for download. */
  static final String TARGET = "org.osbuild.worker.server";

  private static final Logger LOG = Logger.getLogger(LocalUploader.class);
  private static final int ATTEMPTS = 8;

  private final Artifacts artifacts;
  private final Duration pause;

  /** The pause after a failure doubles with each further one. */
  public LocalUploader(Artifacts artifacts, Duration pause) {
    this.artifacts = artifacts;
    this.pause = pause;
  }

  @Override
  public String target() {
    return TARGET;
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public Class<Map<String, Object>> optionsType() {
    return (Class) Map.class;
  }

  @Override
  public Map<String, Object> upload(Map<String, Object> options, Upload upload)
      throws JobErrorException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        if (attempt == 1) {
          artifacts.put(upload.lease(), upload.imageName(), upload.file());
        } else {
          artifacts.putRest(upload.lease(), upload.imageName(), upload.file());
        }
        return Map.of("artifact_relative_path", upload.filename());
      } catch (ComposerException e) {
        if (e instanceof ComposerException.Refused || attempt == ATTEMPTS) {
          throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, String.valueOf(e.getMessage()));
        }
        LOG.warnf("composer did not take a file, attempt=%d, reason=%s", attempt, e.getMessage());
        Thread.sleep(pause.multipliedBy(1L << (attempt - 1)));
      }
    }
  }
}
