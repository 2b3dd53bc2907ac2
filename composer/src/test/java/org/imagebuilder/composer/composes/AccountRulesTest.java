package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import org.imagebuilder.composer.errors.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users, groups and keys that no system could be given are refused at the door. */
class AccountRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "user": [{"name": ".."}]                                | user[0].name
          "user": [{"name": "a"}, {"name": "--help"}]             | user[1].name
          "user": [{"name": "a", "groups": ["b c"]}]              | user[0].groups
          "user": [{"name": "a", "uid": 2147483648}]              | user[0].uid
          "user": [{"name": "a", "home": "srv/a"}]                | user[0].home
          "user": [{"name": "a", "home": "/srv/../etc"}]          | user[0].home
          "user": [{"name": "a", "home": "/srv/a:b"}]             | user[0].home
          "user": [{"name": "a", "shell": "bash"}]                | user[0].shell
          "user": [{"name": "a", "description": "A:B"}]           | user[0].description
          "user": [{"name": "a", "description": "A\\nB"}]         | user[0].description
          "user": [{"name": "a", "key": "ssh-ed25519 AAAA\\u0007"}] | user[0].key
          "group": [{"name": "a", "gid": 7}, {"name": "b", "gid": 7}] | group[1].gid
          "sshkey": [{"user": "-o", "key": "ssh-ed25519 AAAA"}]   | sshkey[0].user
          "sshkey": [{"user": "a", "key": "ssh-ed25519\\u001bAAAA"}] | sshkey[0].key
          """)
  void an_account_that_cannot_be_is_refused_by_the_name_of_its_member(
      String customization, String member) {
    ApiException refused = Planning.refusal(blueprint(customization));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(35);
    assertThat(refused.details()).startsWith("blueprint.customizations." + member + ": ");
  }

  @Test
  void an_account_that_can_be_is_taken() {
    ApiException refused =
        Planning.refusal(
            blueprint(
                """
                "user": [{"name": "web.admin-1", "description": "A, B", "home": "/srv/web",
                          "shell": "/bin/bash", "uid": 0, "groups": ["wheel"],
                          "key": "ssh-ed25519 AAAA a@b\\nssh-ed25519 BBBB\\tc@d\\r\\n"}],
                "sshkey": [{"user": "root", "key": "ssh-ed25519 AAAA"}]
                """));

    assertThat(refused).isNull();
  }

  private static ComposeRequests blueprint(String customizations) {
    return ComposeRequests.aCentosCompose()
        .with("blueprint", "{\"name\": \"b\", \"customizations\": {" + customizations + "}}");
  }
}
