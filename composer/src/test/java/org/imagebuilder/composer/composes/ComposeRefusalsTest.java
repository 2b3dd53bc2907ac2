package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import org.imagebuilder.composer.errors.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each rule that a request has to keep, in the order in which callers know them: a mistake of the
 * user's is never answered with 5xx, and its number says which rule it was.
 */
class ComposeRefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          0  | 30   | colour | "red"
          4  | 43   | bootc | {"reference": "registry.example.com/os:1"}
          5  | 44   | distribution | ""
          6  | 47   | image_request.image_type | "bootable-container-iso"
          8  | 35   | customizations.directories | [{"path": "etc"}]
          8  | 35   | customizations.files | [{"path": "/etc/x", "mode": "99"}]
          8  | 35   | customizations.disk | {"partitions": [{"fs_type": "ext4", "minsize": "1 GiB"}]}
          8  | 35   | customizations.disk | {"partitions": [{"mountpoint": "/x", "fs_type": "swap", "minsize": "1 GiB"}]}
          8  | 35   | customizations.disk | {"partitions": [{"mountpoint": "/x", "fs_type": "ext4", "minsize": "1 GiB"}, {"mountpoint": "/x", "fs_type": "ext4", "minsize": "1 GiB"}]}
          8  | 35   | customizations.disk | {"partitions": [{"type": "lvm", "minsize": "1 GiB", "logical_volumes": [{"name": "a", "mountpoint": "/x", "fs_type": "ext4"}, {"name": "a", "mountpoint": "/y", "fs_type": "ext4"}]}]}
          8  | 35   | customizations.disk | {"partitions": [{"type": "btrfs", "minsize": "1 GiB", "subvolumes": [{"name": "", "mountpoint": "/x"}]}]}
          8  | 35   | customizations.disk | {"partitions": [{"mountpoint": "/x", "fs_type": "ext4", "part_type": "83"}]}
          8  | 35   | customizations.openscap | {"profile_id": "p", "tailoring": {}, "json_tailoring": {"profile_id": "p", "filepath": "/f"}}
          8  | 35   | blueprint | {"name": "b", "customizations": {"filesystem": [{"mountpoint": "/var", "minsize": "1 gigabyte"}]}}
          8  | 1000 | blueprint | {"name": "b", "version": "1.2"}
          8  | 1000 | blueprint | {"name": "b", "packages": [{"name": ""}]}
          9  | 4    | distribution | "centos-11"
          9  | 40   | blueprint | {"name": "b", "distro": "centos-10"}
          10 | 25   | image_requests | []
          11 | 5    | image_request.architecture | "vax"
          12 | 6    | image_request.image_type | "iot-commit"
          13 | 7    | image_request.repositories | [{"rhsm": true}]
          13 | 29   | image_request.repositories | [{"baseurl": "https://r.example.com", "check_gpg": true}]
          13 | 29   | image_request.repositories | [{"baseurl": "https://r.example.com", "check_repo_gpg": true}]
          13 | 7    | customizations.payload_repositories | [{"rhsm": true}]
          13 | 29   | customizations.payload_repositories | [{"baseurl": "https://r.example.com", "check_gpg": true}]
          14 | 7    | distribution | "centos-8"
          2  | 20   | blueprint_id | "no uuid"
          15 | 20   | blueprint | {"name": "b", "customizations": {"openscap": {"profile_id": "p", "policy_id": "no uuid"}}}
          16 | 30   | customizations.partitioning_mode | "round"
          16 | 37   | customizations.partitioning_mode | "lvm"
          17 | 27   | image_request.ostree | {"contenturl": "https://o.example.com"}
          18 | 1004 | image_request.upload_options | null
          18 | 1004 | image_request.upload_options | {}
          18 | 1004 | image_request.upload_options | {"region": "r", "share_with_accounts": ["1"]}
          18 | 1004 | image_request.upload_targets | [{"type": "aws.s3", "upload_options": {"tenant_id": "t", "subscription_id": "s", "resource_group": "g"}}]
          19 | 38   | image_request.upload_targets | [{"type": "aws", "upload_options": {"region": "r", "share_with_accounts": []}}]
          21 | 35   | customizations.ignition | {"firstboot": {"url": "https://i.example.com"}}
          21 | 35   | customizations.cacerts | {"pem_certs": ["x"]}
          """)
  void a_mistake_of_the_user_is_answered_with_4xx_and_the_number_of_its_rule(
      int row, int number, String path, String json) {
    ApiException refused = Planning.refusal(aCompose(path, json));

    assertThat(refused).as("row %s", row).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(number);
    assertThat(refused.code().status()).isBetween(400, 499);
    assertThat(refused.details()).isNotBlank();
  }

  /** Upload options that fit another target are refused at the door, not after the build. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          aws         | {"region": "r"}
          aws         | {"tenant_id": "t", "subscription_id": "s", "resource_group": "g"}
          azure       | {"region": "r"}
          azure       | {}
          gcp         | {"name": "edge"}
          gcp         | {"region": "r", "public": true}
          oci         | {"region": "r"}
          guest-image | {"name": "edge", "tag": "1"}
          edge-container | {"name": "Team Edge"}
          edge-container | {"name": "edge", "tag": "a b"}
          """)
  void upload_options_of_the_wrong_kind_are_refused_at_the_door(String imageType, String options) {
    ApiException refused =
        Planning.refusal(
            ComposeRequests.aCentosCompose()
                .with("image_request.image_type", "\"" + imageType + "\"")
                .with("image_request.upload_options", options));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(1004);
    assertThat(refused.code().status()).isEqualTo(400);
    assertThat(refused.details()).contains("image_request.upload_options");
  }

  /** It used to win over the distribution of the request, in silence. */
  @Test
  void a_blueprint_for_another_distribution_is_refused_at_the_door() {
    ApiException refused =
        Planning.refusal(aCompose("blueprint", "{\"name\": \"b\", \"distro\": \"centos-10\"}"));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(40);
    assertThat(refused.code().status()).isEqualTo(400);
    assertThat(refused.details()).startsWith("blueprint.distro");
  }

  /** One distribution has several names, and all of them mean it. */
  @ParameterizedTest
  @CsvSource({"rhel-9, rhel-9.9", "rhel-9.9, rhel-9", "rhel-910, rhel-9.10", "centos-9, centos-9"})
  void a_blueprint_may_call_the_distribution_of_the_request_by_another_name(
      String requested, String named) {
    ApiException refused =
        Planning.refusal(
            aCompose("blueprint", "{\"name\": \"b\", \"distro\": \"" + named + "\"}")
                .with("distribution", "\"" + requested + "\"")
                .with("image_request.repositories", "[{\"baseurl\": \"https://r.example.com\"}]"));

    assertThat(refused).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          30 | colour                     | "red"      | distribution               | "centos-11"
          43 | bootc                      | {"reference": "r"} | image_request.image_type | "bootable-container-iso"
          35 | customizations.disk        | {"partitions": [{"mountpoint": "/x", "fs_type": "ext4", "minsize": "big"}]} | distribution | "centos-11"
          4  | distribution               | "centos-11" | image_requests            | []
          25 | image_requests             | []         | image_request.architecture | "vax"
          5  | image_request.architecture | "vax"      | image_request.image_type   | "iot-commit"
          6  | image_request.image_type   | "iot-commit" | image_request.repositories | [{}]
          7  | image_request.repositories | [{}]       | customizations.payload_repositories | [{"baseurl": "https://r.example.com", "check_gpg": true}]
          29 | customizations.payload_repositories | [{"baseurl": "https://r.example.com", "check_gpg": true}] | image_request.ostree | {"contenturl": "https://o.example.com"}
          27 | image_request.ostree       | {"contenturl": "https://o.example.com"} | image_request.upload_options | {}
          """)
  void of_two_mistakes_the_first_rule_speaks(
      int number, String path, String json, String otherPath, String otherJson) {
    ApiException refused = Planning.refusal(aCompose(path, json).with(otherPath, otherJson));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(number);
  }

  private static ComposeRequests aCompose(String path, String json) {
    ComposeRequests request = ComposeRequests.aCentosCompose();
    return json.equals("null") ? request.without(path) : request.with(path, json);
  }
}
