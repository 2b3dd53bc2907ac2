package org.imagebuilder.imagebuilder.customizations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class CustomizationsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void a_registration_becomes_a_script_a_unit_a_service_and_a_certificate()
      throws JsonProcessingException {
    ObjectNode request =
        request(
            """
            {"files":[{"path":"/etc/a"}],"services":{"disabled":["b"]},
             "aap_registration":{"host_config_key":"it's $(mine)","ansible_callback_url":"https://a.example/?b=c&d",
                                 "tls_certificate_authority":"PEM"}}
            """);

    JsonNode expanded = Customizations.expanded(request).path("customizations");

    assertThat(expanded.has("aap_registration")).isFalse();
    assertThat(expanded.at("/files/0/path").asText()).isEqualTo("/etc/a");
    assertThat(expanded.at("/files/1/path").asText())
        .isEqualTo("/usr/local/sbin/aap-first-boot-reg");
    assertThat(expanded.at("/files/1/mode").asText()).isEqualTo("0774");
    assertThat(expanded.at("/files/1/data").asText())
        .isEqualTo(
            "#!/usr/bin/bash\n\ncurl -s -i --data 'host_config_key=it'\\''s $(mine)' 'https://a.example/?b=c&d'\n");
    assertThat(expanded.at("/files/2/path").asText())
        .isEqualTo("/etc/systemd/system/aap-first-boot-reg.service");
    assertThat(expanded.at("/services").toString())
        .isEqualTo("{\"disabled\":[\"b\"],\"enabled\":[\"aap-first-boot-reg.service\"]}");
    assertThat(expanded.at("/cacerts/pem_certs/0").asText()).isEqualTo("PEM");
  }

  @Test
  void a_file_that_is_no_base64_is_named() throws JsonProcessingException {
    ObjectNode request =
        request("{\"files\":[{\"path\":\"/etc/a\",\"data\":\"%%\",\"data_encoding\":\"base64\"}]}");

    assertThatThrownBy(() -> Customizations.expanded(request))
        .hasMessageContaining("customizations.files: the data of \"/etc/a\" is no base64");
  }

  private static ObjectNode request(String customizations) throws JsonProcessingException {
    ObjectNode request = JSON.createObjectNode();
    request.set("customizations", JSON.readTree(customizations));
    return request;
  }
}
