package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens, keys and texts that somebody made for the harm of whoever reads them. */
class OddTokensTest {
  private static final String CLAIMS = encoded("{\"exp\": 1}");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\": \"RS256\", \"kid\": 5}",
        "{\"alg\": \"RS256\", \"kid\": {\"a\": 1}}",
        "{\"alg\": \"RS256\", \"kid\": null}",
        "{\"alg\": 5, \"kid\": \"a\"}",
        "{\"alg\": [\"RS256\"], \"kid\": \"a\"}",
        "{\"alg\": \"none of these\", \"kid\": \"a\"}",
        "{\"kid\": \"a\"}",
      })
  void a_header_of_another_kind_names_no_key(String header) {
    SignedToken token = SignedToken.parse(encoded(header) + "." + CLAIMS + ".AAAA");

    assertThat(token.keyId()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\": \"RS256\", \"kid\": \"a\", \"crit\": 5}",
        "{\"alg\": \"RS256\", \"kid\": \"a\", \"crit\": [5]}",
        "{\"alg\": \"RS256\", \"kid\": \"a\", \"b64\": \"x\"}",
        "{\"alg\": \"none\", \"kid\": \"a\"}",
        "{\"alg\": \"HS256\", \"kid\": \"a\"}",
      })
  void a_header_that_no_key_fits_verifies_nothing(String header) throws JoseException {
    SignedToken token = SignedToken.parse(encoded(header) + "." + CLAIMS + ".AAAA");
    PublicKey key = RsaJwkGenerator.generateJwk(2048).getPublicKey();

    assertThatThrownBy(() -> token.claims(List.of(key)))
        .isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void keys_of_one_id_do_not_hide_each_other() throws JoseException {
    RsaJsonWebKey one = RsaJwkGenerator.generateJwk(2048);
    RsaJsonWebKey other = RsaJwkGenerator.generateJwk(2048);
    one.setKeyId("same");
    other.setKeyId("same");

    Map<String, List<PublicKey>> keys =
        KeySetClient.read(new JsonWebKeySet(one, other).toJson()).result();

    assertThat(keys.get("same"))
        .containsExactlyInAnyOrder(one.getPublicKey(), other.getPublicKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"^(x|y)*$", "(x+x+)+y", "^(x+)+$|^(x?){50}z"})
  void a_text_that_is_too_much_for_a_pattern_is_not_found(String pattern) throws IOException {
    Path file = directory.resolve("acl.yaml");
    Files.writeString(file, "- {claim: org, pattern: '" + pattern + "'}");
    AccessList list = AccessList.read(file, "key");

    assertThatThrownBy(() -> list.check(Map.of("org", "x".repeat(50_000) + "!")))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage("Access denied");
  }

  private static String encoded(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
