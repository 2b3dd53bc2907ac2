package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.AwsS3TargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a file goes and with whose keys: Amazon, another store, or the worker's own store. */
class S3PlaceTest {

  private static final URI AMAZON = URI.create("http://amazon.example.com");
  private static final URI STORE = URI.create("https://store.example.com");

  private final Path file;
  private AwsTestSettings settings = AwsTestSettings.at(AMAZON, 1);

  S3PlaceTest(@TempDir Path directory) throws Exception {
    file =
        Files.writeString(
            directory.resolve("credentials"),
            """
            # keys of the store
            [default]
            aws_access_key_id = AKIDFILE
            aws_secret_access_key = canary
            """);
  }

  @Test
  void a_region_alone_means_amazon() throws Exception {
    settings = settings.generic(STORE, file);

    S3Place place = place(new AwsS3TargetOptions().region("eu-west-1"));

    assertThat(place.bucket()).isEqualTo(new S3Bucket(Optional.of(AMAZON), "eu-west-1", "images"));
    assertThat(place.identity().credentials().accessKeyId()).isEqualTo("AKIDTEST");
  }

  @Test
  void region_and_endpoint_mean_another_store() throws Exception {
    settings = settings.generic(STORE, file);

    S3Place place =
        place(
            new AwsS3TargetOptions().region("r").endpoint("https://other.example.com").bucket("b"));

    assertThat(place.bucket())
        .isEqualTo(new S3Bucket(Optional.of(URI.create("https://other.example.com")), "r", "b"));
    assertThat(place.identity().credentials().accessKeyId()).isEqualTo("AKIDFILE");
  }

  @Test
  void neither_means_the_workers_own_store() throws Exception {
    settings = settings.generic(STORE, file);

    S3Place place = place(new AwsS3TargetOptions());

    assertThat(place.bucket())
        .isEqualTo(new S3Bucket(Optional.of(STORE), "any-region", "generic-bucket"));
    assertThat(place.identity().credentials().accessKeyId()).isEqualTo("AKIDFILE");
  }

  @Test
  void keys_of_the_target_come_first() throws Exception {
    settings = settings.files(Optional.of(file), Optional.of(file));

    S3Place place =
        place(
            new AwsS3TargetOptions()
                .region("eu-west-1")
                .accessKeyID("AKIDTARGET")
                .secretAccessKey("canary"));

    assertThat(place.identity().credentials().accessKeyId()).isEqualTo("AKIDTARGET");
  }

  @Test
  void the_file_for_s3_comes_before_that_for_all() throws Exception {
    settings = settings.files(Optional.of(Path.of("/nowhere")), Optional.of(file));

    S3Place place = place(new AwsS3TargetOptions().region("eu-west-1"));

    assertThat(place.identity().credentials().accessKeyId()).isEqualTo("AKIDFILE");
  }

  @Test
  void an_endpoint_without_a_region_is_error_17() {
    assertThat(failure(new AwsS3TargetOptions().endpoint("https://other.example.com")).code())
        .isEqualTo(JobErrorCode.INVALID_CONFIG);
  }

  @Test
  void another_store_never_gets_the_keys_of_amazon() {
    JobErrorException failure =
        failure(
            new AwsS3TargetOptions().region("r").endpoint("https://other.example.com").bucket("b"));

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_CONFIG);
    assertThat(failure.reason()).contains("agent.generic-s3.credentials");
  }

  @Test
  void an_endpoint_that_is_no_url_is_error_2() {
    assertThat(failure(new AwsS3TargetOptions().region("r").endpoint("file:///etc")).code())
        .isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
  }

  @Test
  void a_file_without_keys_is_named() throws Exception {
    settings = settings.files(Optional.of(Files.writeString(file, "[other]\n")), Optional.empty());
    S3Place place = place(new AwsS3TargetOptions().region("eu-west-1"));

    JobErrorException failure =
        catchThrowableOfType(JobErrorException.class, () -> place.identity().credentials());

    assertThat(failure.reason()).contains(file.toString(), "[default]");
  }

  @Test
  void china_has_a_domain_of_its_own() {
    URI url = new S3Bucket(Optional.empty(), "cn-north-1", "images").object("k");

    assertThat(url).hasHost("images.s3.cn-north-1.amazonaws.com.cn");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"evil.example.com/x", "evil/", "evil:80", "a b", "x@evil", "..", "?", "é"})
  void a_bucket_cannot_lead_to_another_host(String bucket) {
    JobErrorException failure =
        failure(new AwsS3TargetOptions().region("eu-west-1").bucket(bucket));

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("bucket is not the name of a bucket");
  }

  @Test
  void an_old_name_that_no_host_has_is_part_of_the_path() {
    URI url = new S3Bucket(Optional.empty(), "us-east-1", "My_Images").object("k");

    assertThat(url).hasToString("https://s3.us-east-1.amazonaws.com/My_Images/k");
  }

  @Test
  void secrets_are_not_shown() {
    AwsCredentials keys = AwsCredentials.of("AKID", "canary", "canary").orElseThrow();
    AwsSettings.Keys set =
        new AwsSettings.Keys(
            Optional.of("AKID"), Optional.of("canary"), Optional.empty(), Optional.empty());

    assertThat(keys + " " + set).contains("AKID").doesNotContain("canary");
  }

  private S3Place place(AwsS3TargetOptions options) throws JobErrorException {
    return S3Place.of(options.key("k"), settings.account(keys()));
  }

  private static Map<String, String> keys() {
    return AwsTestSettings.KEYS;
  }

  private JobErrorException failure(AwsS3TargetOptions options) {
    return catchThrowableOfType(JobErrorException.class, () -> place(options));
  }
}
