package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import org.imagebuilder.composer.errors.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hashing takes time by the square of the length: one long password was half a minute. */
class LongPasswordTest {
  @ParameterizedTest
  @CsvSource({"512,0", "513,35", "70000,35"})
  void a_plain_password_that_takes_long_to_hash_is_refused(int length, int number) {
    String users = "[{\"name\": \"u\", \"password\": \"" + "x".repeat(length) + "\"}]";

    assertThat(numberOf(ComposeRequests.aCentosCompose().with("customizations.users", users)))
        .isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({"171,35", "170,0"})
  void its_bytes_count_and_not_its_letters(int letters, int number) {
    String users = "[{\"name\": \"u\", \"password\": \"" + "\u20ac".repeat(letters) + "\"}]";

    assertThat(
            numberOf(
                ComposeRequests.aCentosCompose()
                    .with(
                        "blueprint",
                        "{\"name\": \"b\", \"customizations\": {\"user\": " + users + "}}")))
        .isEqualTo(number);
  }

  private static int numberOf(ComposeRequests request) {
    try {
      Passwords.check(request.tree());
      return 0;
    } catch (ApiException refused) {
      return refused.code().number();
    }
  }
}
