package org.imagebuilder.imagebuilder.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FedoraModeTest.Fedora.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class FedoraModeTest {
  private static final String DISTRIBUTIONS = "/api/image-builder/v1/distributions";

  /** The program as Fedora runs it. */
  public static final class Fedora implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("imagebuilder.identity.fedora", "true");
    }
  }

  @Test
  void a_user_is_served_without_rhel() {
    Answer answer = call("{\"user\":\"jane\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().findValuesAsText("name"))
        .contains("centos-9")
        .doesNotContain("rhel-9");
  }

  @Test
  void red_hats_header_counts_for_nothing_here() {
    Answer answer = ApiCaller.call(ApiCaller.of("1").request(DISTRIBUTIONS).GET());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail()).isEqualTo("Missing identity header");
  }

  @Test
  void a_header_without_a_user_is_told_in_plain_text() {
    Answer answer = call("{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).isEqualTo("Identity does not contain a user\n");
  }

  private static Answer call(String json) {
    String header = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    return ApiCaller.call(
        ApiCaller.anonymous(DISTRIBUTIONS).header("X-Fedora-Identity", header).GET());
  }
}
