package org.imagebuilder.agent.uploads.oci;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;

/**
 * Puts files into Oracle's object storage, for a day in which anybody with the URL can fetch them.
 */
public final class OciStorageUploader implements Uploader<OciTargetOptions> {

  private static final Duration VALIDITY = Duration.ofHours(24);

  private final OciSettings settings;
  private final CloudCaller caller;
  private final InstantSource clock;

  public OciStorageUploader(OciSettings settings, CloudCaller caller, InstantSource clock) {
    this.settings = settings;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public String target() {
    return "org.osbuild.oci.objectstorage";
  }

  @Override
  public Class<OciTargetOptions> optionsType() {
    return OciTargetOptions.class;
  }

  /** A file that nobody can fetch is removed. */
  @Override
  public Map<String, Object> upload(OciTargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    OciCalls calls = OciCalls.of(options, upload, settings, caller, clock);
    OciPlace place = calls.place();
    boolean shared = false;
    try {
      calls.object().write(calls.file(), settings.part(), upload.progress());
      String path =
          calls.object().share(clock.instant().plus(VALIDITY).truncatedTo(ChronoUnit.SECONDS));
      shared = true;
      return Map.of("url", settings.oracle().downloads(place.namespace(), place.region()) + path);
    } finally {
      if (!shared) {
        calls.object().delete();
      }
    }
  }
}
