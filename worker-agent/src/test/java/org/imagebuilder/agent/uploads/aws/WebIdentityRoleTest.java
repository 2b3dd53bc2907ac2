package org.imagebuilder.agent.uploads.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Before a stand-in for Amazon's service of tokens. */
class WebIdentityRoleTest {

  private final Tokens tokens = new Tokens();
  private final Path file;
  private final Map<String, String> environment = new HashMap<>();

  WebIdentityRoleTest(@TempDir Path directory) throws IOException {
    file = Files.writeString(directory.resolve("token"), "canary-token\n");
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", file.toString());
    environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/worker");
    environment.put("AWS_ENDPOINT_URL_STS", tokens.uri().toString());
    environment.put("HOME", directory.toString());
  }

  @AfterEach
  void stop() {
    assertThat(tokens.complaints()).isEmpty();
    tokens.close();
  }

  @Test
  void the_token_is_changed_for_keys_of_the_role() throws Exception {
    AwsCredentials found = chain().find();

    assertThat(found.accessKeyId()).isEqualTo("ASIA1");
    assertThat(found.sessionToken()).contains("session");
    assertThat(tokens.forms)
        .containsExactly(
            Map.of(
                "Action", "AssumeRoleWithWebIdentity",
                "Version", "2011-06-15",
                "RoleArn", "arn:aws:iam::1:role/worker",
                "RoleSessionName", "imagebuilder-worker",
                "WebIdentityToken", "canary-token"));
  }

  @Test
  void keys_that_hold_are_used_again() throws Exception {
    AwsCredentialChain chain = chain();
    chain.find();

    AwsCredentials second = chain.find();

    assertThat(second.accessKeyId()).isEqualTo("ASIA1");
  }

  @Test
  void keys_that_end_soon_are_renewed_by_the_token_of_then() throws Exception {
    tokens.expiry = Instant.now().plusSeconds(60);
    AwsCredentialChain chain = chain();
    chain.find();
    Files.writeString(file, "canary-later");

    AwsCredentials second = chain.find();

    assertThat(second.accessKeyId()).isEqualTo("ASIA2");
    assertThat(tokens.forms.getLast()).containsEntry("WebIdentityToken", "canary-later");
  }

  @Test
  void a_token_that_is_refused_names_the_role_and_not_the_token() {
    tokens.refuse(
        "POST",
        1,
        StandIn.Answer.of(
            400,
            "<ErrorResponse><Error><Code>InvalidIdentityToken</Code></Error></ErrorResponse>"));

    JobErrorException failure = failure();

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_CONFIG);
    assertThat(failure.reason()).contains("arn:aws:iam::1:role/worker", "AWS_ROLE_ARN");
    assertThat(failure.details()).contains("InvalidIdentityToken");
  }

  @Test
  void a_token_that_is_missing_is_said_to_be() throws Exception {
    Files.delete(file);

    assertThat(failure().reason()).contains("AWS_WEB_IDENTITY_TOKEN_FILE");
    assertThat(tokens.calls()).isEmpty();
  }

  private JobErrorException failure() {
    return Canary.missing(catchThrowableOfType(JobErrorException.class, () -> chain().find()));
  }

  private AwsCredentialChain chain() {
    return new AwsCredentialChain(
        environment, new Ec2Metadata(tokens.uri(), Json.mapper()), InstantSource.system());
  }

  /** Gives new keys with each call. */
  private static final class Tokens extends StandIn {

    private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    private volatile Instant expiry = Instant.now().plusSeconds(3600);

    Tokens() throws IOException {}

    @Override
    protected Answer answer(Call call) {
      require(call.header("authorization").isEmpty(), "the token is all there is to show");
      forms.add(parameters(call.text()));
      return Answer.of(
          200,
          """
          <AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>
          <AccessKeyId>ASIA%d</AccessKeyId><SecretAccessKey>canary-key</SecretAccessKey>
          <SessionToken>session</SessionToken><Expiration>%s</Expiration>
          </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
          """
              .formatted(forms.size(), expiry));
    }
  }
}
