package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.errors.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a request may be read by everybody, and still be asked for again. */
class KeptRequestTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          customizations.users         | [{"name": "ops", "password": "$6$salt$secret-word"}]
          blueprint                    | {"name": "b", "customizations": {"user": [{"name": "ops", "password": "$6$salt$secret-word"}]}}
          customizations.subscription  | {"organization": "1", "activation_key": "secret-word", "server_url": "s", "base_url": "b", "insights": true}
          customizations.subscription  | {"organization": "1", "activation_key": "k", "server_url": "s", "base_url": "b", "insights": true, "insights_client_proxy": "http://u:secret-word@proxy.example.com:3128"}
          image_request.repositories   | [{"baseurl": "https://user:secret-word@r.example.com/el9"}]
          image_request.repositories   | [{"baseurl": "HTTPS://secret-word@r.example.com/el9"}]
          image_request.repositories   | [{"baseurl": "https://user:an@secret-word@r.example.com/el9"}]
          image_request.repositories   | [{"baseurl": "https://user:secret-word@an@r.example.com/el9"}]
          image_request.ostree         | {"url": "https://user:secret-word@o.example.com/repo"}
          customizations.payload_repositories | [{"metalink": "https://user:secret-word@r.example.com/el9"}]
          customizations.custom_repositories  | [{"id": "x", "baseurl": ["https://r.example.com", "https://user:secret-word@r.example.com/el9"]}]
          customizations.ignition      | {"firstboot": {"url": "https://user:secret-word@i.example.com"}}
          koji                         | {"server": "https://user:secret-word@k.example.com", "task_id": 1, "name": "n", "version": "1", "release": "1"}
          """)
  void a_secret_is_not_shown_and_comes_back_only_with_the_whole(String path, String json) {
    ObjectNode request = ComposeRequests.aCentosCompose().with(path, json).tree();

    KeptRequest kept = KeptRequest.of(request);

    assertThat(kept.shown().toString()).doesNotContain("secret-word").contains("********");
    assertThat(kept.whole()).isEqualTo(request);
  }

  @Test
  void the_rest_of_an_address_is_shown() {
    ObjectNode request =
        ComposeRequests.aCentosCompose()
            .with(
                "image_request.repositories",
                "[{\"baseurl\": \"https://user:word@r.example.com/el9?a=b@c\"}]")
            .tree();

    assertThat(KeptRequest.of(request).shown().at("/image_request/repositories/0/baseurl").asText())
        .isEqualTo("https://********@r.example.com/el9?a=b@c");
  }

  @Test
  void a_request_without_secrets_is_kept_as_it_is() {
    ObjectNode request =
        ComposeRequests.aCentosCompose()
            .with(
                "image_request.repositories",
                "[{\"baseurl\": \"https://r.example.com/@scope/el9\"}]")
            .tree();

    KeptRequest kept = KeptRequest.of(request);

    assertThat(kept.secrets()).isEmpty();
    assertThat(kept.shown()).isEqualTo(request);
  }

  /** Whoever sends back what was shown would else get an image with eight stars as password. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          customizations.users         | [{"name": "ops", "password": "********"}] | customizations.users[0].password
          customizations.subscription  | {"organization": "1", "activation_key": "********", "server_url": "s", "base_url": "b", "insights": true} | customizations.subscription.activation_key
          image_request.repositories   | [{"baseurl": "https://********@r.example.com/el9"}] | image_request.repositories[0].baseurl
          """)
  void stars_are_no_secret(String path, String json, String named) {
    ObjectNode request = ComposeRequests.aCentosCompose().with(path, json).tree();

    ApiException refused = catchThrowableOfType(ApiException.class, () -> KeptRequest.of(request));

    assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refused.details()).contains(named);
  }
}
