package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request confided is taken out of documents that workers made of it. */
class SecretsTest {
  private static final String KEY = "/customizations/subscription/activation_key";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"environment": "ACTIVATION_KEY=web\\nORG_ID=1"}      | {"environment": "ACTIVATION_KEY=********\\nORG_ID=1"}
          {"exec": ["register --activationkey=web --org=1"]}    | {"exec": ["register --activationkey=******** --org=1"]}
          {"exec": ["register --activationkey \\"web\\""]}      | {"exec": ["register --activationkey \\"********\\""]}
          {"activation_key": "web"}                             | {"activation_key": "********"}
          """)
  void a_short_activation_key_is_hidden_where_it_is_called_one(String json, String hidden) {
    Secrets secrets = secrets(KEY, "web");

    String shown = secrets.hide(json);

    assertThat(shown).isEqualTo(hidden);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"path": "/etc/web"}
          {"command": "--activationkey=web-1"}
          {"command": "--activationkey=${ACTIVATION_KEY}"}
          """)
  void a_word_that_is_no_activation_key_stays(String json) {
    assertThat(secrets(KEY, "web").hide(json)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $6$salt$0123456789./ab | {"users": {"ops": {"password": "$6$salt$0123456789./ab"}}}
          a-very-long&<key>      | {"exec": "x a-very-long\\u0026\\u003ckey\\u003e y"}
          {"exec": ["register --activationkey=web --org=1"]}    | {"exec": ["register --activationkey=******** --org=1"]}
          """)
  void a_long_secret_is_hidden_wherever_it_stands(String secret, String json) {
    String shown = secrets("/customizations/users/0/password", secret).hide(json);

    assertThat(shown).contains("********").doesNotContain("0123456789", "a-very-long");
  }

  @Test
  void the_login_of_an_address_is_hidden_in_every_address_below_it() {
    Secrets secrets =
        secrets("/image_request/repositories/0/baseurl", "https://me:word@r.example.com/el9");

    String shown = secrets.hide("{\"url\": \"https://me:word@r.example.com/el9/repodata/x\"}");

    assertThat(shown).isEqualTo("{\"url\": \"https://********@r.example.com/el9/repodata/x\"}");
  }

  @Test
  void contents_of_files_are_searched_and_stay_contents_of_files() {
    String before = manifest("ORG_ID=1\nACTIVATION_KEY=wéb\n".getBytes(StandardCharsets.UTF_8));

    String shown = secrets(KEY, "wéb").hide(before);

    assertThat(shown)
        .isEqualTo(
            manifest("ORG_ID=1\nACTIVATION_KEY=********\n".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void contents_without_secrets_stay_as_they_are() {
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }

    String shown = secrets(KEY, "web").hide(manifest(bytes));

    assertThat(shown).isEqualTo(manifest(bytes));
  }

  @Test
  void a_request_without_secrets_hides_nothing() {
    String json = "{\"activation_key\": \"web\"}";

    assertThat(Secrets.stored(Optional.empty()).hide(json)).isSameAs(json);
  }

  private static String manifest(byte[] content) {
    return "{\"sources\": {\"org.osbuild.inline\": {\"items\": {\"sha256:1\": {\"encoding\": \"base64\", \"data\": \""
        + Base64.getEncoder().encodeToString(content)
        + "\"}}}}}";
  }

  private static Secrets secrets(String place, String secret) {
    String stored = JsonNodeFactory.instance.objectNode().put(place, secret).toString();
    return Secrets.stored(Optional.of(stored));
  }
}
