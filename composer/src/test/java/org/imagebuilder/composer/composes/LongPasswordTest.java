package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          customizations.users | [{"name": "a"}, {"name": "b", "password": "%s"}] | customizations.users[1].password
          blueprint | {"name": "b", "customizations": {"user": [{"name": "u", "password": "%s"}]}} | blueprint.customizations.user[0].password
          """)
  void the_user_whose_password_is_too_long_is_named(String path, String json, String member) {
    ComposeRequests request =
        ComposeRequests.aCentosCompose().with(path, json.formatted("x".repeat(600)));

    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> Passwords.check(request.tree()));

    assertThat(refused.details()).startsWith(member + ": ");
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
