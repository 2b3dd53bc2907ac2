package org.imagebuilder.agent.uploads.oci;

import java.io.IOException;
import java.time.InstantSource;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.CloudCaller;
import org.imagebuilder.agent.uploads.Upload;

/** The way to Oracle's cloud for one upload, which both kinds of targets share. */
record OciCalls(OciPlace place, OciGateway oracle, OciObject object, HttpBody.Piece file) {

  static OciCalls of(
      OciTargetOptions options,
      Upload upload,
      OciSettings settings,
      CloudCaller caller,
      InstantSource clock)
      throws JobErrorException {
    OciPlace place = OciPlace.of(options, settings.credentials());
    OciGateway oracle = new OciGateway(caller, new OciSigner(place.account(), clock));
    OciObject object = new OciObject(oracle, settings.oracle().objects(place.region()), place);
    return new OciCalls(place, oracle, object, whole(upload));
  }

  private static HttpBody.Piece whole(Upload upload) throws JobErrorException {
    try {
      HttpBody.Piece file = HttpBody.file(upload.file());
      if (file.length() > 0) {
        return file;
      }
      throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, "The image is empty");
    } catch (IOException e) {
      throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, e.toString());
    }
  }
}
