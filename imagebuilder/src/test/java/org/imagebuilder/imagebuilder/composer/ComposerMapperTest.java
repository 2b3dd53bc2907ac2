package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.imagebuilder.distributions.Architecture;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComposerMapperTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final ComposerMapper mapper =
      new ComposerMapper(
          TestComposerConfig.of(Map.of()), TestComposerConfig.contentSources(Map.of()));

  @ParameterizedTest
  @CsvSource({
    "aws, ami, aws",
    "aws, aws, aws",
    "aws.s3, edge-commit, edge-commit",
    "aws.s3, rhel-edge-commit, edge-commit",
    "aws.s3, edge-installer, edge-installer",
    "aws.s3, rhel-edge-installer, edge-installer",
    "aws.s3, guest-image, guest-image",
    "aws.s3, image-installer, image-installer",
    "aws.s3, network-installer, network-installer",
    "aws.s3, vsphere, vsphere",
    "aws.s3, vsphere-ova, vsphere-ova",
    "aws.s3, wsl, wsl",
    "aws.s3, pxe-tar-xz, pxe-tar-xz",
    "aws.s3, bootable-container-iso, bootable-container-iso",
    "aws.s3, raw, raw",
    "aws.s3, tar, tar",
    "aws.s3, container, container",
    "gcp, gcp, gcp",
    "azure, azure, azure",
    "azure, vhd, azure",
    "oci.objectstorage, oci, oci",
  })
  void an_image_type_goes_to_its_upload_under_composers_name(
      String upload, String asked, String sent) {
    ObjectNode request = map(order(asked, upload, ANY_OPTIONS, "{}"));

    assertThat(request.at("/image_request/image_type").asText()).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource({
    "aws, guest-image",
    "aws.s3, aws",
    "aws.s3, gcp",
    "gcp, azure",
    "azure, oci",
    "oci.objectstorage, aws",
    "aws, raw",
    "gcp, tar"
  })
  void an_image_type_goes_to_no_other_upload(String upload, String asked) {
    assertThatThrownBy(() -> map(order(asked, upload, ANY_OPTIONS, "{}")))
        .hasMessageContaining("Invalid image type for upload target");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws|aws|{'share_with_accounts':['123']}|{'region':'us-east-1','share_with_accounts':['123']}",
        "guest-image|aws.s3|{}|{'region':'us-east-1'}",
        "gcp|gcp|{}|{'region':'us-east4','bucket':''}",
        "gcp|gcp|{'share_with_accounts':['user:a']}|{'region':'us-east4','bucket':'','share_with_accounts':['user:a']}",
        "azure|azure|{'tenant_id':'t','subscription_id':'s'}|{'tenant_id':'t','subscription_id':'s','resource_group':''}",
        "azure|azure|{'tenant_id':'t','subscription_id':'s','resource_group':'g','image_name':'i','hyper_v_generation':'V2','location':'x'}|{'tenant_id':'t','subscription_id':'s','resource_group':'g','image_name':'i','hyper_v_generation':'V2'}",
        "oci|oci.objectstorage|{}|{}",
      })
  void options_are_completed_by_what_the_service_knows(
      String type, String upload, String options, String sent) {
    ObjectNode request = map(order(type, upload, options, "{}"));

    assertThat(request.at("/image_request/upload_options")).isEqualTo(json(sent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws|aws|{}|Expected at least one source or account to share the image with",
        "aws|aws|{'share_with_accounts':[]}|Expected at least one source or account to share the image with",
        "aws|aws|{'share_with_accounts':'7'}|Unable to parse upload request options as aws options",
        "gcp|gcp|{'share_with_accounts':[7]}|Unable to parse upload request options as GCP options",
        "azure|azure|{'tenant_id':7}|Unable to parse upload request options as Azure options",
        "azure|azure|{'tenant_id':'t','subscription_id':'s','hyper_v_generation':'V3'}|upload_request.options.hyper_v_generation is 'V3' and has to be V1 or V2",
        "azure|azure|{'tenant_id':'t','subscription_id':'s','hyper_v_generation':2}|Unable to parse upload request options as Azure options",
        "azure|azure|{'tenant_id':'t'}|Request must contain tenant and subscription ids.",
      })
  void options_that_do_not_fit_are_refused(
      String type, String upload, String options, String told) {
    assertThatThrownBy(() -> map(order(type, upload, options, "{}"))).hasMessageContaining(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'hostname':'a','packages':[]}|{'hostname':'a','packages':[]}",
        "{'users':[],'groups':[],'files':[],'directories':[],'containers':[],'filesystem':[]}|{}",
        "{'users':[{'name':'a','ssh_key':'k','password':'$6$h','groups':['g'],'hasPassword':true,'other':1}]}|{'users':[{'name':'a','groups':['g'],'key':'k','password':'$6$h'}]}",
        "{'users':[{'name':'a','ssh_key':'','password':''}]}|{'users':[{'name':'a'}]}",
        "{'groups':[{'name':'g','gid':7}]}|{'groups':[{'name':'g','gid':7}]}",
        "{'files':[{'path':'/a','data':'aGVsbG8=','data_encoding':'base64','user':0,'ensure_parents':false}]}|{'files':[{'path':'/a','user':0,'data':'hello','ensure_parents':false}]}",
        "{'files':[{'path':'/a','data':'/w==','data_encoding':'base64'}]}|{'files':[{'path':'/a','data':'/w==','data_encoding':'base64'}]}",
        "{'files':[{'path':'/a','data':'AA==','data_encoding':'base64'}]}|{'files':[{'path':'/a','data':'AA==','data_encoding':'base64'}]}",
        "{'files':[{'path':'/a','data':'x','data_encoding':'plain'}]}|{'files':[{'path':'/a','data':'x'}]}",
        "{'filesystem':[{'mountpoint':'/var','min_size':7,'x':1}]}|{'filesystem':[{'mountpoint':'/var','min_size':7}]}",
        "{'openscap':{'profile_id':'p','profile_name':'n'}}|{'openscap':{'profile_id':'p'}}",
        "{'payload_repositories':[{'id':'7','rhsm':false,'baseurl':'https://a.example','suite':'trixie','components':['main']}]}|{'payload_repositories':[{'baseurl':'https://a.example','rhsm':false,'suite':'trixie','components':['main']}]}",
        "{'custom_repositories':[{'id':'7','baseurl':['https://a.example'],'gpgkey':['k'],'check_gpg':true}]}|{'custom_repositories':[{'id':'7','baseurl':['https://a.example'],'gpgkey':['k'],'check_gpg':true}]}",
        "{'subscription':{'organization':7,'activation-key':'k','server-url':'s','base-url':'b','insights':true,'rhc':false,'insights_client_proxy':'mine'}}|{'subscription':{'organization':'7','activation_key':'k','server_url':'s','base_url':'b','insights':true,'rhc':false,'insights_client_proxy':''}}",
      })
  void customizations_are_spelt_as_composer_spells_them(String asked, String sent) {
    ObjectNode request = map(order("guest-image", "aws.s3", "{}", asked));

    assertThat(request.path("customizations")).isEqualTo(json(sent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'payload_repositories':[{'id':'7','rhsm':false}]}|customizations.payload_repositories: repository 7 has no address, and content-sources knows none",
        "{'custom_repositories':[{'id':'7','baseurl':[]}]}|customizations.custom_repositories: repository 7 has no address",
      })
  void what_needs_another_service_is_refused(String asked, String told) {
    assertThatThrownBy(() -> map(order("guest-image", "aws.s3", "{}", asked)))
        .hasMessageContaining(told);
  }

  @Test
  void hardened_and_connected_systems_before_ten_run_rhcd() {
    String asked =
        """
        {'openscap':{'profile_id':'p'},'services':{'enabled':['sshd']},
         'subscription':{'organization':7,'activation-key':'k','server-url':'s','base-url':'b',
                         'insights':true}}
        """;

    ObjectNode request = map(order("guest-image", "aws.s3", "{}", asked));

    assertThat(request.at("/customizations/services/enabled").toString())
        .isEqualTo("[\"sshd\",\"rhcd\"]");
  }

  @ParameterizedTest
  @CsvSource({
    "aws, aws, 68719476736, true", "aws, aws, 68719476737, false",
    "ami, aws, 68719476737, false", "azure, azure, 137438953472, true",
    "azure, azure, 137438953473, false", "guest-image, aws.s3, 9223372036854775807, true"
  })
  void clouds_take_images_up_to_a_size(String type, String upload, long size, boolean taken) {
    ComposeOrder order = order(type, upload, ANY_OPTIONS, "{}");
    order.imageRequest().put("size", size);

    if (taken) {
      assertThat(map(order).at("/image_request/size").asLong()).isEqualTo(size);
    } else {
      assertThatThrownBy(() -> map(order)).hasMessageContaining("image size cannot exceed ");
    }
  }

  @Test
  void sizes_of_file_systems_add_up_without_overflow() {
    String asked =
        """
        {'filesystem':[{'mountpoint':'/a','min_size':9223372036854775807},
                       {'mountpoint':'/b','min_size':9223372036854775807}]}
        """;

    assertThatThrownBy(() -> map(order("aws", "aws", ANY_OPTIONS, asked)))
        .hasMessageContaining("Total AWS image size cannot exceed 68719476736 bytes");
  }

  @Test
  void repositories_are_those_of_the_architecture_that_serve_the_image_type() {
    ObjectNode request = map(order("guest-image", "aws.s3", "{}", "{}"));
    ObjectNode forGoogle = map(order("gcp", "gcp", "{}", "{}"));

    assertThat(request.at("/image_request/repositories"))
        .isEqualTo(
            json("[{'baseurl':'https://os.example','rhsm':true,'gpgkey':'K','check_gpg':true}]"));
    assertThat(forGoogle.at("/image_request/repositories"))
        .isEqualTo(
            json(
                "[{'baseurl':'https://os.example','rhsm':true,'gpgkey':'K','check_gpg':true},"
                    + "{'metalink':'https://gce.example','rhsm':false}]"));
    assertThat(request.path("distribution").asText()).isEqualTo("rhel-9.5");
  }

  @Test
  void debian_is_built_from_what_the_builders_are_configured_with() {
    Distribution debian =
        new Distribution(
            "debian-13",
            "Debian",
            "debian-13",
            false,
            "trixie",
            Map.of(
                "x86_64",
                new Architecture(
                    "x86_64",
                    List.of("raw"),
                    List.of(
                        new Repository(
                            "m", "https://m.example", "", "", false, false, List.of())))),
            List.of());
    ComposeOrder order =
        new ComposeOrder(order("raw", "aws.s3", "{}", "{}").request(), Optional.of(debian));

    ObjectNode request = map(order);

    assertThat(request.at("/image_request/repositories").isEmpty()).isTrue();
    assertThat(request.path("distribution").asText()).isEqualTo("debian-13");
  }

  @Test
  void a_container_comes_without_distribution_and_repositories() {
    ObjectNode asked = order("guest-image", "aws.s3", "{}", "{}").request();
    asked.remove("customizations");
    asked.putObject("bootc").put("reference", "r").put("other", 1);

    ObjectNode request = map(new ComposeOrder(asked, Optional.empty()));

    assertThat(request)
        .isEqualTo(
            json(
                "{'bootc':{'reference':'r'},'image_request':{'architecture':'x86_64',"
                    + "'image_type':'guest-image','repositories':[],"
                    + "'upload_options':{'region':'us-east-1'}}}"));
  }

  private static final String ANY_OPTIONS =
      "{'share_with_accounts':['123456789012'],'tenant_id':'t','subscription_id':'s'}";

  private ObjectNode map(ComposeOrder order) {
    return mapper.request(order);
  }

  private static ComposeOrder order(
      String imageType, String upload, String options, String customizations) {
    ObjectNode request = JSON.createObjectNode();
    ObjectNode image = request.putArray("image_requests").addObject();
    image.put("architecture", "x86_64").put("image_type", imageType);
    image.putObject("upload_request").put("type", upload).set("options", json(options));
    request.set("customizations", json(customizations));
    return new ComposeOrder(request, Optional.of(rhel()));
  }

  private static Distribution rhel() {
    Repository os = new Repository("os", "https://os.example", "", "K", true, true, List.of());
    Repository gce =
        new Repository("gce", "", "https://gce.example", "", false, false, List.of("gcp"));
    return new Distribution(
        "rhel-95",
        "RHEL",
        "rhel-9.5",
        false,
        "",
        Map.of("x86_64", new Architecture("x86_64", List.of("aws"), List.of(os, gce))),
        List.of());
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.replace('\'', '"'));
    } catch (JsonProcessingException failure) {
      throw new IllegalArgumentException(text, failure);
    }
  }
}
