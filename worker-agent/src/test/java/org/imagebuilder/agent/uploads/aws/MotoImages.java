package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.AwsTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpBody;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.testing.NoProgress;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.Upload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against moto: the profile of the same name runs it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MotoImages {

  private static final String REGION = "eu-central-1";
  private static final long PART = 5L << 20;

  private final MotoServer moto;
  private final AwsAccount account;
  private final HttpCaller caller = new HttpCaller(HttpTrust.usual(), HttpProxies.none());

  MotoImages() throws IOException {
    moto = MotoServer.start();
    account = AwsTestSettings.at(moto.uri(), PART).account(AwsTestSettings.KEYS);
  }

  @BeforeAll
  void makeBucket() throws Exception {
    caller.send(HttpCall.of("PUT", moto.uri().resolve("/images")).body(HttpBody.nothing()));
  }

  @AfterAll
  void stop() {
    moto.close();
  }

  @Test
  void a_disk_becomes_an_image_that_ec2_knows(@TempDir Path directory) throws Exception {
    String ami = upload(directory, "first", "EFI PART");

    Ec2Gateway.MachineImage image = ec2(REGION).image(ami).orElseThrow();
    assertThat(image.state()).isEqualTo("available");
    assertThat(caller.send(HttpCall.of("GET", moto.uri().resolve("/images/first"))).status())
        .isEqualTo(404);
  }

  @Test
  void what_is_no_disk_is_error_12_and_leaves_no_file(@TempDir Path directory) throws Exception {
    JobErrorException failure =
        catchThrowableOfType(
            JobErrorException.class, () -> upload(directory, "second", "no disk!"));

    assertThat(failure.code()).isEqualTo(JobErrorCode.IMPORTING_IMAGE);
    assertThat(failure.details().orElseThrow().toString()).contains("Disk validation failed");
    assertThat(caller.send(HttpCall.of("GET", moto.uri().resolve("/images/second"))).status())
        .isEqualTo(404);
  }

  @Test
  void an_image_is_copied_to_another_region_and_shared_there(@TempDir Path directory)
      throws Exception {
    AwsImages images = new AwsImages(account);
    String ami = upload(directory, "third", "EFI PART");

    String copy = images.copy(ami, REGION, "us-west-2", "the copy");
    images.share(copy, "us-west-2", List.of("123456789012"));

    assertThat(ec2("us-west-2").image(copy)).isPresent();
    assertThat(ec2(REGION).image(copy)).isEmpty();
  }

  @Test
  void an_account_that_cannot_be_one_is_refused(@TempDir Path directory) throws Exception {
    String ami = upload(directory, "fourth", "EFI PART");

    JobErrorException failure =
        catchThrowableOfType(
            JobErrorException.class,
            () -> new AwsImages(account).share(ami, REGION, List.of("nobody")));

    assertThat(failure.code()).isEqualTo(JobErrorCode.SHARING_TARGET);
    assertThat(failure.reason()).contains("One of the accounts does not exist");
  }

  @Test
  void a_bucket_that_is_not_there_is_error_11(@TempDir Path directory) throws Exception {
    AwsTargetOptions options =
        new AwsTargetOptions().region(REGION).key("fifth").bucket("not-there");

    JobErrorException failure =
        catchThrowableOfType(JobErrorException.class, () -> upload(directory, options, "EFI PART"));

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("not-there", "create it");
  }

  private Ec2Gateway ec2(String region) throws JobErrorException {
    return account.ec2(region, account.identity(Optional.empty(), Optional.empty()));
  }

  private String upload(Path directory, String key, String magic)
      throws IOException, JobErrorException, InterruptedException {
    AwsTargetOptions options =
        new AwsTargetOptions()
            .region(REGION)
            .key(key)
            .bootMode("uefi")
            .shareWithAccounts(List.of("123456789012"));
    return String.valueOf(upload(directory, options, magic).get("ami"));
  }

  private Map<String, Object> upload(Path directory, AwsTargetOptions options, String magic)
      throws IOException, JobErrorException, InterruptedException {
    Path file = directory.resolve("disk.raw");
    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
      disk.setLength(2 * PART + 512);
      disk.seek(512);
      disk.write(magic.getBytes(StandardCharsets.US_ASCII));
    }
    Lease lease = new Lease("t", URI.create("/"));
    Upload upload = new Upload(file, options.getKey(), "disk.raw", lease, new NoProgress());
    return new AwsUploader(account, new ToolRunner(directory), "x86_64").upload(options, upload);
  }
}
