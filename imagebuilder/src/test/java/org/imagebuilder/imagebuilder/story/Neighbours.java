package org.imagebuilder.imagebuilder.story;

import java.util.Map;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.FakeCompliance;
import org.imagebuilder.imagebuilder.doubles.FakeContentSources;
import org.imagebuilder.imagebuilder.doubles.FakeRecommendations;

/** The other services, with what the story of the web interface finds there. */
final class Neighbours implements AutoCloseable {
  private static final UUID POLICY = UUID.fromString("8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1");

  private final FakeContentSources contentSources = new FakeContentSources();
  private final FakeCompliance compliance = new FakeCompliance();
  private final FakeRecommendations recommendations = new FakeRecommendations();

  Neighbours() {
    contentSources.repository(
        """
        {"uuid":"dbad4dfc-1547-45f8-b5af-1d7fec0476c6","name":"Tools","origin":"external",
         "url":"https://repository.example.com/tools/9/x86_64/","snapshot":false}
        """);
    compliance.policy(POLICY, "xccdf_org.ssgproject.content_profile_cis", 9);
    compliance.tailoring(POLICY, 4, "{}", "[[packages]]\nname = \"aide\"\nversion = \"*\"\n");
    recommendations.answer(200, "{\"packages\":[\"mod_ssl\"]}");
  }

  /** Tells imagebuilder where they are. */
  Map<String, String> settings() {
    return Map.of(
        "CONTENT_SOURCES_URL",
        contentSources.server().url(),
        "CONTENT_SOURCES_REPO_URL",
        "https://content.example.com",
        "CONTENT_SOURCES_REPO_PREFIX",
        "/api/pulp-content",
        "COMPLIANCE_URL",
        compliance.server().url(),
        "RECOMMENDATIONS_URL",
        recommendations.url() + "/rhel-image-builder",
        "RECOMMENDATIONS_CLIENT_ID",
        "story",
        "RECOMMENDATIONS_CLIENT_SECRET",
        "story-secret",
        "RECOMMENDATIONS_TOKEN_URL",
        recommendations.url() + "/token");
  }

  @Override
  public void close() {
    recommendations.close();
    compliance.close();
    contentSources.close();
  }
}
