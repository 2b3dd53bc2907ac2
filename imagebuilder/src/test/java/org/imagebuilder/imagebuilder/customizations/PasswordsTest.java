package org.imagebuilder.imagebuilder.customizations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void a_password_in_clear_becomes_a_salted_hash() {
    JsonNode request = request("secret");

    Passwords.hash(request);

    String hash = password(request);
    assertThat(hash).matches("\\$6\\$[./0-9A-Za-z]{16}\\$[./0-9A-Za-z]{86}");
    assertThat(
            Sha2Crypt.sha512Crypt("secret".getBytes(java.nio.charset.StandardCharsets.UTF_8), hash))
        .isEqualTo(hash);
  }

  @Test
  void the_same_password_never_looks_the_same() {
    JsonNode one = request("secret");
    JsonNode other = request("secret");

    Passwords.hash(one);
    Passwords.hash(other);

    assertThat(password(one)).isNotEqualTo(password(other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$2b$12$abc", "$5$abc$def", "$6$abc$def"})
  void what_is_no_password_in_clear_stays_as_it_is(String password) {
    JsonNode request = request(password);

    Passwords.hash(request);

    assertThat(password(request)).isEqualTo(password);
  }

  @Test
  void more_passwords_in_clear_than_can_be_hashed_quickly_are_refused() {
    JsonNode request = requestOf(Passwords.MOST + 1, "secret");

    assertThatThrownBy(() -> Passwords.check(request))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("customizations.users: more than 64 plain passwords");
  }

  @Test
  void a_password_in_clear_that_takes_minutes_to_hash_is_refused() {
    JsonNode request = request("ä".repeat(Passwords.LONGEST / 2) + "a");

    assertThatThrownBy(() -> Passwords.check(request))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("customizations.users: a plain password has at most 512 bytes");
  }

  @Test
  void the_longest_password_in_clear_is_taken() {
    JsonNode request = request("a".repeat(Passwords.LONGEST));

    assertThatCode(() -> Passwords.check(request)).doesNotThrowAnyException();
  }

  @Test
  void as_many_users_as_wanted_may_bring_hashes() {
    JsonNode request = requestOf(Passwords.MOST + 1, "$6$abc$def");

    assertThatCode(() -> Passwords.check(request)).doesNotThrowAnyException();
  }

  @Test
  void nothing_secret_is_read_back() throws JsonProcessingException {
    ObjectNode request =
        (ObjectNode)
            JSON.readTree(
                """
                {"customizations":{
                  "users":[{"name":"a","password":"$6$x"},{"name":"b"},{"name":"c","hasPassword":true}],
                  "subscription":{"activation-key":"k","organization":1},
                  "aap_registration":{"host_config_key":"k","ansible_callback_url":"u"}}}
                """);

    Secrets.redact(request);

    assertThat(request)
        .isEqualTo(
            JSON.readTree(
                """
                {"customizations":{
                  "users":[{"name":"a","hasPassword":true},{"name":"b","hasPassword":false},
                           {"name":"c","hasPassword":false}],
                  "subscription":{"activation-key":"","organization":1},
                  "aap_registration":{"host_config_key":"","ansible_callback_url":"u"}}}
                """));
  }

  private static String password(JsonNode request) {
    return request.at("/customizations/users/0/password").asText();
  }

  private static JsonNode request(String password) {
    return requestOf(1, password);
  }

  private static JsonNode requestOf(int users, String password) {
    ObjectNode request = JSON.createObjectNode();
    ArrayNode all = request.putObject("customizations").putArray("users");
    for (int i = 0; i < users; i++) {
      all.addObject().put("password", password);
    }
    return request;
  }
}
