package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The worked examples of Amazon's documentation of Signature Version 4. */
class AwsSignerTest {

  private static final URI BUCKET = URI.create("https://examplebucket.s3.amazonaws.com/");
  private static final String NOTHING = AwsSigner.sha256(new byte[0]);
  private static final URI IAM = URI.create("https://iam.amazonaws.com/");

  private final AwsSigner signer =
      new AwsSigner(
          "s3",
          "us-east-1",
          new AwsCredentials(
              "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", Optional.empty()),
          InstantSource.fixed(Instant.parse("2013-05-24T00:00:00Z")));

  @Test
  void a_read_with_a_header() {
    Map<String, String> headers =
        signer.headers(
            "GET", BUCKET.resolve("test.txt"), Map.of(), Map.of("Range", "bytes=0-9"), NOTHING);

    assertThat(headers.get("Authorization"))
        .startsWith(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,")
        .contains("SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,")
        .endsWith("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }

  @Test
  void a_write_of_a_name_with_a_dollar_sign() {
    Map<String, String> headers =
        signer.headers(
            "PUT",
            BUCKET.resolve(AwsEncoding.path("test$file.text")),
            Map.of(),
            Map.of(
                "Date", "Fri, 24 May 2013 00:00:00 GMT",
                "x-amz-storage-class", "REDUCED_REDUNDANCY"),
            AwsSigner.sha256("Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8)));

    assertThat(headers.get("Authorization"))
        .endsWith("Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void a_parameter_without_a_value() {
    Map<String, String> headers =
        signer.headers("GET", BUCKET, Map.of("lifecycle", ""), Map.of(), NOTHING);

    assertThat(headers.get("Authorization"))
        .endsWith("Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }

  @Test
  void several_parameters() {
    Map<String, String> headers =
        signer.headers("GET", BUCKET, Map.of("prefix", "J", "max-keys", "2"), Map.of(), NOTHING);

    assertThat(headers.get("Authorization"))
        .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void a_presigned_url() {
    URI url = signer.presigned(BUCKET.resolve("test.txt"), Duration.ofDays(1));

    assertThat(url.toString())
        .contains("X-Amz-Expires=86400")
        .contains(
            "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  }

  @Test
  void a_question_to_another_service() {
    AwsSigner iam =
        new AwsSigner(
            "iam",
            "us-east-1",
            new AwsCredentials(
                "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty()),
            InstantSource.fixed(Instant.parse("2015-08-30T12:36:00Z")));

    Map<String, String> headers =
        iam.headers(
            "GET",
            IAM,
            Map.of("Action", "ListUsers", "Version", "2010-05-08"),
            Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
            NOTHING);

    assertThat(headers.get("Authorization"))
        .contains("SignedHeaders=content-type;host;x-amz-date,")
        .endsWith("Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }
}
