package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.AwsS3TargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.NoProgress;
import org.imagebuilder.agent.uploads.Upload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against a real S3 server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3UploaderTest {

  private static final long PART = 5L << 20;
  private final S3Server server;

  S3UploaderTest() throws IOException {
    server = S3Server.start();
  }

  @BeforeAll
  void serverAnswers() throws IOException {
    server.http().toURL().openConnection().getContentType();
  }

  @AfterAll
  void stopServer() throws IOException {
    server.close();
  }

  @Test
  void a_small_file_is_readable_by_the_signed_url(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("disk.qcow2"), "a small image");

    URI url = upload(server.http(), new AwsS3TargetOptions().key("small"), file);

    assertThat(url.getPath()).isEqualTo("/images/small-disk.qcow2");
    assertThat(url.getQuery()).contains("X-Amz-Expires=604800", "X-Amz-Signature=");
    assertThat(read(url)).isEqualTo("a small image".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_large_file_arrives_in_parts_and_whole(@TempDir Path directory) throws Exception {
    byte[] content = new byte[(int) (2 * PART + 12345)];
    new Random(1).nextBytes(content);
    Path file = Files.write(directory.resolve("disk.raw"), content);

    URI url = upload(server.http(), new AwsS3TargetOptions().key("large"), file);

    assertThat(Arrays.equals(read(url), content)).isTrue();
  }

  @Test
  void a_file_of_more_than_a_hundred_parts_arrives_whole(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("disk.raw");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      for (int part = 0; part <= 100; part++) {
        sparse.seek(part * PART);
        sparse.writeInt(part + 1);
      }
    }

    URI url = upload(server.http(), new AwsS3TargetOptions().key("parts"), file);

    assertThat(url.toURL().openConnection().getHeaderField("ETag")).endsWith("-101\"");
    try (InputStream sent = Files.newInputStream(file);
        InputStream stored = url.toURL().openStream()) {
      assertThat(digest(stored)).isEqualTo(digest(sent));
    }
  }

  private static byte[] digest(InputStream content) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
    return digest.digest();
  }

  @Test
  void a_public_file_has_a_plain_url(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("disk.qcow2"), "for all");

    URI url = upload(server.http(), new AwsS3TargetOptions().key("public")._public(true), file);

    assertThat(url).hasNoQuery();
    assertThat(read(url)).hasSize(7);
  }

  @Test
  void names_are_encoded(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("d.raw"), "x");

    URI url = upload(server.http(), new AwsS3TargetOptions().key("a b/c+d$é"), file);

    assertThat(url.getRawPath()).isEqualTo("/images/a%20b/c%2Bd%24%C3%A9-d.raw");
    assertThat(read(url)).hasSize(1);
  }

  @Test
  void a_region_does_not_choose_the_host(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("d.raw"), "x");
    AwsS3TargetOptions options = new AwsS3TargetOptions().key("k").region("x.example.com/#");

    assertThatThrownBy(() -> upload(server.http(), options, file))
        .isInstanceOfSatisfying(
            JobErrorException.class,
            e -> assertThat(e.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG));
  }

  @Test
  void a_missing_bucket_is_an_error_with_the_stores_words(@TempDir Path directory)
      throws Exception {
    Path file = Files.write(directory.resolve("d.raw"), new byte[(int) PART]);
    AwsS3TargetOptions options = new AwsS3TargetOptions().key("k").bucket("nowhere");

    assertThatThrownBy(() -> upload(server.http(), options, file))
        .isInstanceOfSatisfying(
            JobErrorException.class,
            e -> {
              assertThat(e.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
              assertThat(e.reason()).contains("nowhere", "create it");
              assertThat(e.details().orElseThrow().toString()).contains("NoSuchBucket");
            });
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("d.raw"), "x");

    assertThatThrownBy(() -> upload(server.https(), new AwsS3TargetOptions().key("k"), file))
        .isInstanceOf(JobErrorException.class);
  }

  @Test
  void such_a_certificate_is_taken_where_the_target_says_so(@TempDir Path directory)
      throws Exception {
    Path file = Files.writeString(directory.resolve("d.raw"), "x");
    AwsS3TargetOptions options =
        new AwsS3TargetOptions().key("unverified").skipSslVerification(true);

    URI url = upload(server.https(), options, file);

    assertThat(read(URI.create(server.http() + url.getRawPath()))).hasSize(1);
  }

  private static URI upload(URI endpoint, AwsS3TargetOptions options, Path file)
      throws JobErrorException, InterruptedException {
    S3Uploader uploader =
        new S3Uploader(AwsTestSettings.at(endpoint, PART).account(AwsTestSettings.KEYS));
    Upload upload =
        new Upload(
            file,
            "image",
            file.getFileName().toString(),
            new Lease("token", URI.create("/artifacts/")),
            new NoProgress());
    return URI.create(String.valueOf(uploader.upload(options, upload).get("url")));
  }

  private static byte[] read(URI url) throws IOException {
    try (InputStream content = url.toURL().openStream()) {
      return content.readAllBytes();
    }
  }
}
