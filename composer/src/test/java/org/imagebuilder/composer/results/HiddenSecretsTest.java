package org.imagebuilder.composer.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.composes.TestBuilds;
import org.imagebuilder.composer.database.Database;
import org.imagebuilder.composer.database.PostgresResource;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.Jobs;
import org.imagebuilder.composer.queue.JobQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a request confided does not come back by what workers made of it. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@SuppressWarnings("NullAway.Init")
class HiddenSecretsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HASH = "$6$salt$the-hash-of-a-password";

  @TestHTTPResource("/")
  URI server;

  @Inject Database database;
  @Inject JobQueue queue;
  @Inject Jobs jobs;

  private ResultCalls calls;

  @BeforeEach
  void begin() {
    calls = new ResultCalls(server, database, queue, jobs);
    calls.forgetOtherTests();
  }

  @Test
  void a_manifest_shows_neither_the_activation_key_nor_a_password() throws IOException {
    Answer answer = calls.read(built(), "manifests");

    assertThat(answer.whole().body()).doesNotContain("our-key", HASH).contains("********");
    assertThat(answer.body().findValuesAsText("data"))
        .containsExactly(base64("ORG_ID=1\nACTIVATION_KEY=********\n"));
  }

  @Test
  void a_log_shows_neither_the_activation_key_nor_a_password() throws IOException {
    Answer answer = calls.read(built(), "logs");

    assertThat(answer.whole().body())
        .doesNotContain("our-key", HASH)
        .contains("--activationkey=********");
  }

  @Test
  void the_worker_gets_them_all_the_same() throws IOException {
    calls.builds().accepted(request());

    String args = calls.builds().lease("rpm-manifest").args();

    assertThat(args).contains("our-key", HASH);
  }

  private String built() throws IOException {
    String id = calls.builds().accepted(request());
    ObjectNode manifest =
        (ObjectNode) JSON.readTree(TestBuilds.example("rpm-manifest.result.json"));
    manifest
        .withObject("/data/sources/org.osbuild.inline/items/sha256:1")
        .put("encoding", "base64")
        .put("data", base64("ORG_ID=1\nACTIVATION_KEY=our-key\n"));
    manifest.withObject("/data/users/ops").put("password", HASH);
    calls.builds().finish("rpm-manifest", JobType.RPM_MANIFEST, manifest.toString());
    ObjectNode build = (ObjectNode) JSON.readTree(TestBuilds.example("osbuild.result.json"));
    build
        .withObject("/osbuild_output/log")
        .withArray("os")
        .addObject()
        .put("id", "1")
        .put("type", "org.osbuild.users")
        .put("output", "register --activationkey=our-key; usermod -p " + HASH + " ops");
    calls.builds().finish("osbuild:x86_64", JobType.OSBUILD, build.toString());
    return id;
  }

  private static ObjectNode request() throws IOException {
    ObjectNode request =
        (ObjectNode)
            JSON.readTree(
                """
                {"distribution": "rhel-9.6",
                 "image_request": {"architecture": "x86_64", "image_type": "guest-image",
                   "repositories": [{"baseurl": "https://r.example.com/el9"}],
                   "upload_options": {"region": "eu-west-1"}},
                 "customizations": {
                   "users": [{"name": "ops"}],
                   "subscription": {"organization": "1", "activation_key": "our-key",
                     "server_url": "s", "base_url": "b", "insights": false}}}
                """);
    ((ObjectNode) request.at("/customizations/users/0")).put("password", HASH);
    return request;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
