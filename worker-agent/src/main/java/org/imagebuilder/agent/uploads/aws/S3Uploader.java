package org.imagebuilder.agent.uploads.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.AwsS3TargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;
import org.jspecify.annotations.Nullable;

/** Sends images to Amazon S3, or to any store that speaks it. */
public final class S3Uploader implements Uploader<AwsS3TargetOptions> {

  private static final Duration URL_VALIDITY = Duration.ofDays(7);

  /** It becomes a part of a host's name. */
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final URI METADATA = URI.create("http://169.254.169.254");

  private final AwsSettings settings;
  private final Map<String, String> environment;
  private final AwsCredentialChain chain;
  private final InstantSource clock;

  public S3Uploader(
      AwsSettings settings, Map<String, String> environment, JsonMapper json, InstantSource clock) {
    this.settings = settings;
    this.environment = Map.copyOf(environment);
    this.chain = new AwsCredentialChain(environment, new Ec2Metadata(METADATA, json));
    this.clock = clock;
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
    S3Bucket bucket = bucket(options);
    URI url = bucket.object(options.getKey() + "-" + upload.filename());
    AwsSigner signer = new AwsSigner(bucket.region(), bucket.credentials(), clock);
    boolean isPublic = Boolean.TRUE.equals(options.getPublic());
    HttpCaller caller = new HttpCaller(trust(options), HttpProxies.of(environment));
    S3Connection connection =
        new S3Connection(url, signer, caller, HttpRetry.from(settings.pause()));
    new S3Object(connection, isPublic, settings.partSize(), upload.progress()::sent)
        .write(whole(upload.file()));
    return Map.of("url", (isPublic ? url : signer.presigned(url, URL_VALIDITY)).toString());
  }

  private S3Bucket bucket(AwsS3TargetOptions options)
      throws JobErrorException, InterruptedException {
    Optional<URI> endpoint = endpoint(options);
    String region =
        text(options.getRegion())
            .or(settings::region)
            .or(() -> text(environment.get("AWS_REGION")))
            .or(() -> text(environment.get("AWS_DEFAULT_REGION")))
            // Stores other than Amazon's want a region in the signature, but mostly any.
            .or(() -> endpoint.map(any -> "us-east-1"))
            .orElseThrow(() -> missing("region", "agent.aws.region"));
    if (!REGION.matcher(region).matches()) {
      throw JobErrorException.of(
          JobErrorCode.INVALID_TARGET_CONFIG, "region is not the name of a region: " + region);
    }
    String name =
        text(options.getBucket())
            .or(settings::bucket)
            .orElseThrow(() -> missing("bucket", "agent.aws.bucket"));
    return new S3Bucket(endpoint, region, name, credentials(options));
  }

  private Optional<URI> endpoint(AwsS3TargetOptions options) throws JobErrorException {
    try {
      return text(options.getEndpoint())
          .map(URI::create)
          .or(settings::endpoint)
          .or(() -> text(environment.get("AWS_ENDPOINT_URL_S3")).map(URI::create))
          .or(() -> text(environment.get("AWS_ENDPOINT_URL")).map(URI::create));
    } catch (IllegalArgumentException e) {
      throw JobErrorException.of(
          JobErrorCode.INVALID_TARGET_CONFIG, "endpoint is not a URL: " + e.getMessage());
    }
  }

  private AwsCredentials credentials(AwsS3TargetOptions options)
      throws JobErrorException, InterruptedException {
    Optional<AwsCredentials> own =
        AwsCredentialChain.credentials(
                options.getAccessKeyID(), options.getSecretAccessKey(), options.getSessionToken())
            .or(
                () ->
                    AwsCredentialChain.credentials(
                        settings.accessKeyId().orElse(null),
                        settings.secretAccessKey().orElse(null),
                        null));
    return own.isPresent() ? own.get() : chain.find();
  }

  private HttpTrust trust(AwsS3TargetOptions options) throws JobErrorException {
    Optional<Path> bundle = text(options.getCaBundle()).map(Path::of).or(settings::caBundle);
    boolean anybody =
        Boolean.TRUE.equals(options.getSkipSslVerification()) || settings.skipSslVerification();
    try {
      return HttpTrust.of(bundle, anybody);
    } catch (IOException | GeneralSecurityException e) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG,
          "The certificate authorities for S3 cannot be read: " + e.getMessage());
    }
  }

  private static HttpBody.Piece whole(Path file) throws JobErrorException {
    try {
      return HttpBody.file(file);
    } catch (IOException e) {
      throw JobErrorException.of(JobErrorCode.UPLOADING_IMAGE, e.toString());
    }
  }

  private static JobErrorException missing(String option, String setting) {
    return new JobErrorException(
        JobErrorCode.INVALID_CONFIG,
        "The target names no %s and the worker's setting %s is empty".formatted(option, setting));
  }

  private static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
