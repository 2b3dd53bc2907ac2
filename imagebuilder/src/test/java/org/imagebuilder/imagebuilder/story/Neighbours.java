package org.imagebuilder.imagebuilder.story;

import java.util.Map;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.FakeCompliance;
import org.imagebuilder.imagebuilder.doubles.FakeContentSources;
import org.imagebuilder.imagebuilder.doubles.FakeProvisioning;
import org.imagebuilder.imagebuilder.doubles.FakeRecommendations;

/** The other services, with what the story of the web interface finds there. */
final class Neighbours implements AutoCloseable {
  private static final UUID POLICY = UUID.fromString("8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1");

  private static final String TEMPLATE = "d8a2f1a0-9d0e-4b0c-8b8e-2a86b1c5f3aa";

  private final FakeContentSources contentSources = new FakeContentSources();
  private final FakeProvisioning provisioning = new FakeProvisioning();
  private final FakeCompliance compliance = new FakeCompliance();
  private final FakeRecommendations recommendations = new FakeRecommendations();

  Neighbours() {
    contentSources.repository(
        """
        {"uuid":"dbad4dfc-1547-45f8-b5af-1d7fec0476c6","name":"Tools","origin":"external",
         "url":"https://repository.example.com/tools/9/x86_64/","snapshot":false}
        """);
    rhel("00000000-0000-4000-8000-000000000001", "baseos");
    rhel("00000000-0000-4000-8000-000000000002", "appstream");
    contentSources.template(
        TEMPLATE,
        """
        {"uuid":"%s","repository_uuids":["00000000-0000-4000-8000-000000000001",
          "00000000-0000-4000-8000-000000000002"],
         "snapshots":[
          {"uuid":"s","repository_uuid":"00000000-0000-4000-8000-000000000001",
           "repository_path":"servers/baseos","detected_os_version":""},
          {"uuid":"s","repository_uuid":"00000000-0000-4000-8000-000000000002",
           "repository_path":"servers/appstream","detected_os_version":""}]}
        """
            .formatted(TEMPLATE));
    provisioning.source("473980", "{\"aws\":{\"account_id\":\"210987654321\"}}");
    compliance.policy(POLICY, "xccdf_org.ssgproject.content_profile_cis", 9);
    compliance.tailoring(POLICY, 4, "{}", "[[packages]]\nname = \"aide\"\nversion = \"*\"\n");
    recommendations.answer(200, "{\"packages\":[\"mod_ssl\"]}");
  }

  private void rhel(String id, String name) {
    contentSources.repository(
        """
        {"uuid":"%s","name":"%s","origin":"red_hat","gpg_key":"key","snapshot":true,
         "url":"https://cdn.redhat.com/content/dist/rhel9/9/x86_64/%2$s/os"}
        """
            .formatted(id, name));
    contentSources.snapshot(
        """
        {"repository_uuid":"%s","is_after":false,
         "match":{"uuid":"s","repository_path":"day/%s","detected_os_version":""}}
        """
            .formatted(id, name));
  }

  /** Tells imagebuilder where they are. */
  Map<String, String> settings() {
    return Map.of(
        "PROVISIONING_URL",
        provisioning.server().url(),
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
    provisioning.close();
    recommendations.close();
    compliance.close();
    contentSources.close();
  }
}
