package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.AwsS3TargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;

/** Sends images to Amazon S3, or to any store that speaks it. */
public final class S3Uploader implements Uploader<AwsS3TargetOptions> {

  private static final Duration URL_VALIDITY = Duration.ofDays(7);

  private final AwsAccount account;

  public S3Uploader(AwsAccount account) {
    this.account = account;
  }

  @Override
  public String target() {
    return "org.osbuild.aws.s3";
  }

  @Override
  public Class<AwsS3TargetOptions> optionsType() {
    return AwsS3TargetOptions.class;
  }

  @Override
  public Map<String, Object> upload(AwsS3TargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    if (AwsAccount.text(options.getKey()).isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG, "The target's key, the object's name, is empty");
    }
    S3Place place = S3Place.of(options, account);
    S3Connection connection = place.connection(options.getKey() + "-" + upload.filename(), account);
    boolean isPublic = Boolean.TRUE.equals(options.getPublic());
    long partSize = account.settings().pace().partSize();
    new S3Object(connection, isPublic, partSize, upload.progress()::sent)
        .write(whole(upload.file()));
    URI url =
        isPublic ? connection.object() : place.signed(connection.object(), URL_VALIDITY, account);
    return Map.of("url", url.toString());
  }

  static HttpBody.Piece whole(Path file) throws JobErrorException {
    try {
      return HttpBody.file(file);
    } catch (IOException e) {
      throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, e.toString());
    }
  }
}
