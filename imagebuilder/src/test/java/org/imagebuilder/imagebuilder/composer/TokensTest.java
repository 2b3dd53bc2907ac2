package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TokensTest.WithSecret.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class TokensTest {
  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  private final ApiCaller user = ApiCaller.of("tokens-test");

  /** A composer that wants to know who asks. */
  public static final class WithSecret implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "imagebuilder.composer.client-id", "me", "imagebuilder.composer.client-secret", "mine");
    }
  }

  @Test
  void a_token_serves_many_calls_and_is_renewed_when_composer_refuses_it() {
    user.get("/ready");
    user.get("/ready");
    int before = composer.tokens().given();
    composer.tokens().distrust();

    int status = user.compose(Examples.read("compose.request.debian-13.json")).status();

    assertThat(before).isEqualTo(1);
    assertThat(status).isEqualTo(201);
    assertThat(composer.tokens().given()).isEqualTo(2);
    assertThat(composer.posted()).hasSize(1);
    assertThat(composer.posted().getFirst().authorization()).isEqualTo("Bearer 2");
  }
}
