package org.imagebuilder.imagebuilder.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedHatHeaderTest {
  private static final String NO_JSON =
      "Bad Request: x-rh-identity header is does not contain valid JSON";
  private static final String NO_ORGANISATION =
      "Bad Request: x-rh-identity header has an invalid or missing org_id";

  private static final String GOOD =
      "{'identity':{'type':'User','org_id':'1','internal':{'org_id':'1'},'account_number':'9',"
          + "'user':{'email':'a','username':'b'}},'entitlements':{'rhel':{'is_entitled':true}}}";

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
        "/identity|7, 'x', [], true",
        "/identity/org_id|7, {}, [], true, 1e400",
        "/identity/type|7, {}, [], true",
        "/identity/account_number|7, {}, [], true",
        "/identity/internal|7, 'x', [], true",
        "/identity/internal/org_id|7, {}, [], true",
        "/identity/user|7, 'x', [], true",
        "/identity/user/email|7, {}, [], true",
        "/identity/user/username|7, {}, [], true",
        "/entitlements|7, 'x', [], true",
        "/entitlements/rhel|7, 'x', [], true",
        "/entitlements/rhel/is_entitled|7, 'true', [], {}",
      })
  void a_member_of_another_type_is_told(String member, String values) {
    for (String value : values.split(", ", -1)) {
      assertThatThrownBy(() -> read(GOOD, member, value))
          .as(member + " = " + value)
          .hasMessage(NO_JSON);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/identity/account_number",
        "/identity/user",
        "/identity/user/email",
        "/identity/org_id",
        "/entitlements",
        "/entitlements/rhel/is_entitled",
      })
  void what_is_null_is_as_if_it_were_missing(String member) throws IdentityRefused {
    assertThat(read(GOOD, member, "null").organisation()).isEqualTo("1");
  }

  @Test
  void an_alphabet_for_addresses_is_no_base64() {
    String header = Base64.getUrlEncoder().encodeToString("{\"x\":\"???>>>\"}".getBytes(UTF_8));

    assertThat(header).containsAnyOf("-", "_");
    assertThatThrownBy(() -> RedHatHeader.read(List.of(header)))
        .hasMessage("Bad Request: unable to b64 decode x-rh-identity header");
  }

  @Test
  void of_two_organisations_the_outer_counts() throws IdentityRefused {
    Identity identity = read("{'identity':{'type':'User','org_id':'1','internal':{'org_id':'2'}}}");

    assertThat(identity.organisation()).isEqualTo("1");
  }

  @Test
  void blanks_are_no_organisation() {
    assertThatThrownBy(
            () -> read("{'identity':{'type':'User','org_id':'  ','internal':{'org_id':'1'}}}"))
        .hasMessage(NO_ORGANISATION);
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

  private static Identity read(String json, String member, String value) throws IdentityRefused {
    try {
      ObjectMapper mapper = new ObjectMapper();
      JsonNode root = mapper.readTree(json.replace('\'', '"'));
      int slash = member.lastIndexOf('/');
      ((ObjectNode) root.at(member.substring(0, slash)))
          .putRawValue(member.substring(slash + 1), new RawValue(value.replace('\'', '"')));
      return read(mapper.writeValueAsString(root));
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(failure);
    }
  }

  private static Identity read(String json) throws IdentityRefused {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    if (json.equals("''")) {
      bytes = new byte[0];
    }
    return RedHatHeader.read(List.of(Base64.getEncoder().encodeToString(bytes)));
  }
}
