package org.imagebuilder.imagebuilder.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedHatHeaderTest {
  private static final String NO_JSON =
      "Bad Request: x-rh-identity header is does not contain valid JSON";
  private static final String NO_ORGANISATION =
      "Bad Request: x-rh-identity header has an invalid or missing org_id";

  @Test
  void a_missing_header_is_unauthorized() {
    assertThatThrownBy(() -> RedHatHeader.read(List.of()))
        .hasMessage("Unauthorized: missing identity header")
        .extracting("status")
        .isEqualTo(401);
  }

  @Test
  void several_headers_are_none() {
    assertThatThrownBy(() -> RedHatHeader.read(List.of("e30=", "e30=")))
        .hasMessage("Bad Request: missing x-rh-identity header");
  }

  @ParameterizedTest
  @CsvSource({"%%%", "e30", "e3_0", "{}"})
  void what_is_no_base64_is_told(String header) {
    assertThatThrownBy(() -> RedHatHeader.read(List.of(header)))
        .hasMessage("Bad Request: unable to b64 decode x-rh-identity header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''",
        "{",
        "[]",
        "{'identity':7}",
        "{'identity':{'org_id':7}}",
        "{'identity':{'org_id':'1','internal':[]}}",
      })
  void what_is_no_json_is_told(String json) {
    assertThatThrownBy(() -> read(json)).hasMessage(NO_JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{'identity':{'type':'User','org_id':'1'}}",
        "{'identity':{'type':'User','org_id':'1','internal':{'org_id':''}}}",
        "{'identity':{'internal':{'org_id':''}}}",
        "{'identity':{'type':'Associate'}}",
      })
  void an_organisation_is_needed_in_its_inner_place(String json) {
    assertThatThrownBy(() -> read(json)).hasMessage(NO_ORGANISATION);
  }

  @Test
  void a_type_is_needed_after_the_organisation() {
    assertThatThrownBy(() -> read("{'identity':{'internal':{'org_id':'1'}}}"))
        .hasMessage("Bad Request: x-rh-identity header is missing type");
  }

  @Test
  void the_inner_organisation_stands_in_for_the_outer() throws IdentityRefused {
    Identity identity = read("{'identity':{'type':'System','internal':{'org_id':'7'}}}");

    assertThat(identity.organisation()).isEqualTo("7");
    assertThat(identity.email()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'account_number':'9'}|true",
        "'account_number':''}|false",
        "'account_number':'9'},'entitlements':{'rhel':{'is_entitled':false}}|false",
        "'account_number':''},'entitlements':{'rhel':{'is_entitled':true}}|true",
        "'account_number':'9'},'entitlements':{'ansible':{'is_entitled':false}}|true",
      })
  void entitlement_is_told_or_follows_from_the_account(String rest, boolean entitled)
      throws IdentityRefused {
    Identity identity =
        read("{'identity':{'type':'User','org_id':'1','internal':{'org_id':'1'}," + rest + "}");

    assertThat(identity.entitledToRhel()).isEqualTo(entitled);
  }

  private static Identity read(String json) throws IdentityRefused {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    if (json.equals("''")) {
      bytes = new byte[0];
    }
    return RedHatHeader.read(List.of(Base64.getEncoder().encodeToString(bytes)));
  }
}
