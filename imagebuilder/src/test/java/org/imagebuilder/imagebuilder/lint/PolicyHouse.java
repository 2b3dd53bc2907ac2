package org.imagebuilder.imagebuilder.lint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;

/** An organisation with a blueprint of a policy. */
final class PolicyHouse {
  static final UUID POLICY = UUID.fromString("8cbc1f2d-7a4f-4a27-9f2e-54f0f8f5a3b1");

  final ApiCaller user = ApiCaller.of("org-" + UUID.randomUUID());

  /** A good request with a user, a policy, and a container that nobody looks at. */
  static ObjectNode request() {
    return (ObjectNode)
        json(
            """
            {"name":"%s","distribution":"rhel-94","bootc":{"reference":"r"},
             "image_requests":[{"architecture":"x86_64","image_type":"guest-image",
               "upload_request":{"type":"aws.s3","options":{}}}],
             "customizations":{"openscap":{"policy_id":"%s"},"packages":["vim"],
               "kernel":{"append":"quiet"},
               "subscription":{"organization":7,"activation-key":"key","insights":true,
                 "server-url":"s","base-url":"b"},
               "users":[{"name":"admin","password":"a plain password"}]}}
            """
                .formatted(UUID.randomUUID(), POLICY));
  }

  String create() {
    return create(request());
  }

  String create(ObjectNode request) {
    ApiCaller.Answer answer = user.post("/blueprints", request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  ApiCaller.Answer fixup(String id) {
    return ApiCaller.call(
        user.request(ApiCaller.BASE + "/experimental/blueprints/" + id + "/fixup")
            .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
  }

  JsonNode read(String id) {
    ApiCaller.Answer answer = user.get("/blueprints/" + id);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
