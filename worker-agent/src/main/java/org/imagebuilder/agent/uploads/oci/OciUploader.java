package org.imagebuilder.agent.uploads.oci;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;

/** Makes images in Oracle's cloud. */
public final class OciUploader implements Uploader<OciTargetOptions> {

  private final OciSettings settings;
  private final CloudCaller caller;
  private final InstantSource clock;

  public OciUploader(OciSettings settings, CloudCaller caller, InstantSource clock) {
    this.settings = settings;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public String target() {
    return "org.osbuild.oci";
  }

  @Override
  public Class<OciTargetOptions> optionsType() {
    return OciTargetOptions.class;
  }

  @Override
  public Optional<String> problem() {
    return OciPlace.problem(settings.credentials());
  }

  /** The object goes whatever happens. */
  @Override
  public Map<String, Object> upload(OciTargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    OciCalls calls = OciCalls.of(options, upload, settings, caller, clock);
    OciPlace place = calls.place();
    OciImages images =
        new OciImages(
            calls.oracle(), settings.oracle().compute(place.region()), place, settings.pause());
    try {
      calls.object().write(calls.file(), settings.part(), upload.progress());
      upload.progress().step("Making an image of the file in Oracle's cloud");
      String image = images.create(upload.imageName(), calls.object().name());
      return Map.of("region", place.region(), "image_id", image);
    } finally {
      calls.object().delete();
    }
  }
}
