package org.imagebuilder.imagebuilder.recommendations;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ComplianceResource;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresResource.class)
@WithTestResource(ComposerResource.class)
@WithTestResource(ComplianceResource.class)
class RecommendationsMissingTest {
  @Test
  void without_the_service_nothing_is_recommended() {
    ApiCaller.Answer answer =
        ApiCaller.of("recommendations-test")
            .post(
                "/experimental/recommendations",
                "application/json",
                BodyPublishers.ofString("{\"packages\":[],\"distribution\":\"rhel9\"}"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.detail())
        .isEqualTo(
            "Package recommendations need the recommendations service, which is not configured"
                + " here");
  }
}
