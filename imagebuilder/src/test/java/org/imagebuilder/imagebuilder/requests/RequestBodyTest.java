package org.imagebuilder.imagebuilder.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestBodyTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final RequestBody BODIES = new RequestBody(new Contract());

  static List<String> examples() {
    return Examples.named("compose.request.");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_example_of_the_contract_is_accepted(String example) {
    ObjectNode checked = BODIES.checked(Examples.read(example), "ComposeRequest");

    assertThat(checked.path("client_id").asText()).isNotEmpty();
  }

  @Test
  void defaults_are_written_into_the_request() {
    ObjectNode checked =
        BODIES.checked(
            with(
                """
                {"files":[{"path":"/etc/a"}],"directories":[{"path":"/srv/a"}],"fips":{},
                 "payload_repositories":[{"rhsm":false,"baseurl":"https://a.example"}],
                 "subscription":{"organization":1,"activation-key":"k","server-url":"s",
                                 "base-url":"b","insights":false}}
                """),
            "ComposeRequest");

    assertThat(checked.path("client_id").asText()).isEqualTo("api");
    assertThat(checked.at("/customizations/files/0").toString())
        .isEqualTo("{\"path\":\"/etc/a\",\"data_encoding\":\"plain\",\"ensure_parents\":false}");
    assertThat(checked.at("/customizations/directories/0/ensure_parents").isBoolean()).isTrue();
    assertThat(checked.at("/customizations/fips/enabled").isBoolean()).isTrue();
    assertThat(checked.at("/customizations/payload_repositories/0/check_repo_gpg").isBoolean())
        .isTrue();
    assertThat(checked.at("/customizations/subscription/rhc").isBoolean()).isTrue();
  }

  @Test
  void options_of_uploads_get_no_defaults() {
    ObjectNode request = Examples.read("compose.request.azure.json");
    ((ObjectNode) request.at("/image_requests/0/upload_request/options"))
        .remove("hyper_v_generation");

    ObjectNode checked = BODIES.checked(request, "ComposeRequest");

    assertThat(checked.at("/image_requests/0/upload_request/options").has("hyper_v_generation"))
        .isFalse();
  }

  @Test
  void a_null_with_a_default_becomes_the_default() {
    ObjectNode request = with("{}").putNull("client_id");

    ObjectNode checked = BODIES.checked(request, "ComposeRequest");

    assertThat(checked.path("client_id").asText()).isEqualTo("api");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'hostname':7}|/customizations/hostname",
        "{'services':{'surprise':1}}|Error at \"/customizations/services\": property \"surprise\""
            + " is unsupported",
        "{'users':[{'groups':[]}]}|/customizations/users/0/name\": property \"name\" is missing",
        "{'services':{'enabled':[]}}|/customizations/services/enabled\": minimum number of items is"
            + " 1",
        "{'files':[{'path':'/a','data_encoding':'hex'}]}|/customizations/files/0/data_encoding\":"
            + " value is not one of the allowed values [\"plain\",\"base64\"]",
        "{'filesystem':[{'mountpoint':'/','min_size':'1"
            + " GiB'}]}|/customizations/filesystem/0/min_size",
        "{'hostname':'a\\u0000b'}|Error at \"/customizations/hostname\": the text contains a NUL"
            + " character",
        "{'hostname':'a\\ud800'}|half of a surrogate pair",
        "{'kernel':{'appendix':''}}|Error at \"/customizations/kernel\": property \"appendix\" is"
            + " unsupported",
        "{'openscap':{'profile_id':'a','policy_id':'b'}}|/customizations/openscap",
      })
  void what_is_wrong_is_named(String customizations, String named) {
    ObjectNode request = with(customizations.replace('\'', '"'));

    assertThatThrownBy(() -> BODIES.checked(request, "ComposeRequest"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("doesn't match schema #/components/schemas/ComposeRequest: ")
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "image_requests|[]|Error at \"/image_requests\": minimum number of items is 1",
        "distribution|\"debian-99\"|/distribution\": value is not one of the allowed values",
        "customizations|null|/customizations",
        "surprise|1|Error at \"\": property \"surprise\" is unsupported",
        "image_name|7|/image_name",
      })
  void a_wrong_member_of_the_request_is_named(String member, String value, String named)
      throws JsonProcessingException {
    ObjectNode request = with("{}");
    request.set(member, JSON.readTree(value));

    assertThatThrownBy(() -> BODIES.checked(request, "ComposeRequest")).hasMessageContaining(named);
  }

  @ParameterizedTest
  @CsvSource({"1e10", "1.5", "-1", "'\"1\"'"})
  void a_size_is_a_natural_number(String size) throws JsonProcessingException {
    ObjectNode request = with("{}");
    ((ObjectNode) request.at("/image_requests/0")).set("size", JSON.readTree(size));

    assertThatThrownBy(() -> BODIES.checked(request, "ComposeRequest"))
        .hasMessageContaining("/image_requests/0/size");
  }

  @ParameterizedTest
  @CsvSource({"1e310", "1e999999999", "-1e-200000"})
  void a_number_without_measure_is_refused(String number) throws JsonProcessingException {
    ObjectNode request = with("{}");
    ((ObjectNode) request.at("/image_requests/0/upload_request/options"))
        .set("x", JSON.readTree(number));

    assertThatThrownBy(() -> BODIES.checked(request, "ComposeRequest"))
        .hasMessageContaining(
            "Error at \"/image_requests/0/upload_request/options/x\": the number has more than"
                + " 309");
  }

  @Test
  void a_body_with_more_values_than_anybody_needs_is_refused() {
    ObjectNode request = with("{}");
    ArrayNode items = request.withArray("image_requests");
    IntStream.range(0, ValueRules.MOST).forEach(each -> items.addObject());

    assertThatThrownBy(() -> BODIES.checked(request, "CreateBlueprintRequest"))
        .hasMessageContaining("more than " + ValueRules.MOST + " values");
  }

  @Test
  void an_image_that_is_asked_for_twice_is_refused() {
    ObjectNode request = with("{}").put("name", "web");
    request.remove(List.of("image_name", "image_description", "client_id"));
    request.withArray("image_requests").add(request.at("/image_requests/0").deepCopy());

    assertThatThrownBy(() -> BODIES.checked(request, "CreateBlueprintRequest"))
        .hasMessageContaining("Error at \"/image_requests\": must have only unique items");
  }

  @Test
  void a_blueprint_has_no_more_images_than_one_order_can_make() {
    ObjectNode request = with("{}").put("name", "web");
    request.remove(List.of("image_name", "image_description", "client_id"));
    ObjectNode image = (ObjectNode) request.at("/image_requests/0");
    ArrayNode images = request.putArray("image_requests");
    IntStream.rangeClosed(0, 64).forEach(size -> images.add(image.deepCopy().put("size", size)));

    assertThatThrownBy(() -> BODIES.checked(request, "CreateBlueprintRequest"))
        .hasMessageContaining("Error at \"/image_requests\": maximum number of items is 64");
  }

  @Test
  @Timeout(10)
  void texts_of_one_hash_code_keep_nobody_waiting() {
    ObjectNode request = Examples.read("compose.request.aws.json");
    ArrayNode shared =
        request
            .withObject("/image_requests/0/upload_request/options")
            .putArray("share_with_accounts");
    IntStream.range(0, 10_000).mapToObj(RequestBodyTest::collision).forEach(shared::add);

    ObjectNode checked = BODIES.checked(request, "ComposeRequest");

    assertThat(checked.at("/image_requests/0/upload_request/options/share_with_accounts"))
        .hasSize(10_000);
  }

  /** "Aa" and "BB" have one hash code, and so has whatever is made of them in one length. */
  private static String collision(int number) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < 14; bit++) {
      text.append((number >> bit & 1) == 1 ? "Aa" : "BB");
    }
    return text.toString();
  }

  private static ObjectNode with(String customizations) {
    ObjectNode request = Examples.read("compose.request.debian-13.json");
    try {
      request.set("customizations", JSON.readTree(customizations));
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(customizations, failure);
    }
    return request;
  }
}
