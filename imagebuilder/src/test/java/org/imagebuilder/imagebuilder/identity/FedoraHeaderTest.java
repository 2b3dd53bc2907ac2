package org.imagebuilder.imagebuilder.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FedoraHeaderTest {
  @Test
  void the_user_is_the_organisation() throws IdentityRefused {
    Identity identity = FedoraHeader.read(List.of(encoded("{\"user\":\"jane\"}")));

    assertThat(identity.organisation()).isEqualTo("jane");
    assertThat(identity.entitledToRhel()).isFalse();
    assertThat(identity.accountNumber()).isEmpty();
  }

  @Test
  void two_headers_are_none() {
    String header = encoded("{\"user\":\"jane\"}");

    assertThatThrownBy(() -> FedoraHeader.read(List.of(header, header)))
        .hasMessageContaining("Missing identity header");
  }

  @ParameterizedTest
  @CsvSource({"%%%", "bm8=", "W10=", "e30", "eyJ1c2VyIjo3fQ==", "eyJ1c2VyIjoi_-8ifQ=="})
  void what_cannot_be_read_is_told(String header) {
    assertThatThrownBy(() -> FedoraHeader.read(List.of(header)))
        .hasMessage("Identity header does not contain valid JSON");
  }

  @Test
  void a_missing_header_is_told() {
    assertThatThrownBy(() -> FedoraHeader.read(List.of()))
        .hasMessageContaining("Missing identity header");
  }

  @Test
  void a_user_too_long_to_be_kept_is_none() {
    String header = encoded("{\"user\":\"" + "x".repeat(256) + "\"}");

    assertThatThrownBy(() -> FedoraHeader.read(List.of(header)))
        .hasMessage("Identity does not contain a user");
  }

  @Test
  void a_user_is_needed() {
    assertThatThrownBy(() -> FedoraHeader.read(List.of(encoded("{}"))))
        .hasMessage("Identity does not contain a user");
  }

  private static String encoded(String json) {
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
