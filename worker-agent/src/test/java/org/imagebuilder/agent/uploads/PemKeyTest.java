package org.imagebuilder.agent.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {

  private static final TestKey KEY = new TestKey();

  @Test
  void a_pkcs8_key_signs() throws Exception {
    byte[] signature = PemKey.parse(KEY.pkcs8()).sign("text");

    assertThat(KEY.signed("text", signature)).isTrue();
  }

  @Test
  void the_older_pkcs1_key_signs_alike() throws Exception {
    byte[] signature = PemKey.parse("a comment\n" + KEY.pkcs1() + "OCI_API_KEY").sign("text");

    assertThat(KEY.signed("text", signature)).isTrue();
  }

  @Test
  void a_key_with_a_passphrase_is_refused_by_its_name() {
    assertThatThrownBy(() -> PemKey.parse(TestKey.pem("ENCRYPTED PRIVATE KEY", new byte[] {1})))
        .isInstanceOf(InvalidKeyException.class)
        .hasMessageContaining("passphrase");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2VjcmV0LWtleQ==",
        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0LWtleQ==\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0LWtleQ==\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nc2VjcmV0LWtleQ==\n-----END EC PRIVATE KEY-----"
      })
  void what_is_no_rsa_key_is_refused_without_repeating_it(String text) {
    assertThatThrownBy(() -> PemKey.parse(text))
        .isInstanceOf(InvalidKeyException.class)
        .hasNoCause()
        .message()
        .doesNotContain("c2VjcmV0");
  }
}
