package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.jobs.DebianImageJob;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From a request to jobs, or to a refusal. */
class ComposePlannerTest {
  @Test
  void explicit_uploads_come_before_the_one_of_the_image_type() {
    JobPlan plan =
        Planning.plan(
            ComposeRequests.aDebianCompose()
                .with(
                    "image_request.upload_targets",
                    """
                    [{"type": "local", "upload_options": {}},
                     {"type": "aws.s3", "upload_options": {"region": "eu-north-1"}}]
                    """));

    DebianImageJob build = (DebianImageJob) plan.jobs().getLast().args();
    assertThat(build.targets())
        .extracting(Target::name)
        .containsExactly("org.osbuild.aws.s3", "org.osbuild.worker.server", "org.osbuild.aws.s3");
    assertThat(Planning.json(build).at("/targets/0/options/region").asText())
        .isEqualTo("eu-north-1");
    assertThat(build.targets())
        .allSatisfy(
            target -> {
              assertThat(target.osbuildArtifact().exportName()).isEqualTo("image");
              assertThat(target.osbuildArtifact().exportFilename()).isEqualTo("disk.qcow2");
            });
  }

  @Test
  void the_same_request_and_draft_give_the_same_plan() {
    assertThat(Planning.plan(ComposeRequests.aDebianCompose()))
        .isEqualTo(Planning.plan(ComposeRequests.aDebianCompose()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          4    | distribution               | "debian-11"            | distribution
          4    | distribution               | "DEBIAN-13"            | distribution
          5    | image_request.architecture | "s390x"                | image_request.architecture
          6    | image_request.image_type   | "aws"                  | image_request.image_type
          38   | image_request.upload_targets | [{"type": "gcp", "upload_options": {"region": "r"}}] | upload_targets[0].type
          1004 | image_request.upload_options | {}                   | upload_options.region
          1004 | image_request.upload_options | {"region": "r", "share_with_accounts": ["1"]} | upload_options.share_with_accounts
          7    | image_request.repositories | [{"metalink": "https://m.example.com"}] | repositories[0].baseurl
          7    | image_request.repositories | [{}]                   | image_request.repositories[0]
          29   | image_request.repositories | [{"baseurl": "https://r.example.com", "check_gpg": true}] | repositories[0].gpgkey
          27   | image_request.ostree       | {"contenturl": "https://o.example.com"} | ostree.contenturl
          27   | image_request.ostree       | {"ref": "a/b"}         | image_request.ostree
          35   | customizations.openscap    | {"profile_id": "cis"}  | customizations.openscap
          35   | customizations.filesystem  | [{"mountpoint": "/var", "min_size": 1}] | customizations.filesystem
          35   | customizations.kernel      | {"name": "kernel-rt"}  | customizations.kernel.name
          35   | customizations.firewall    | {"ports": ["22:tcp"]}  | customizations.firewall
          35   | customizations.subscription | {"organization": "1", "activation_key": "a", "server_url": "s", "base_url": "b", "insights": true} | customizations.subscription
          35   | customizations.timezone    | {"timezone": "UTC", "ntpservers": ["a"]} | timezone.ntpservers
          35   | customizations.timezone    | {"timezone": "../../etc"} | timezone.timezone
          35   | customizations.hostname    | "not a name"           | customizations.hostname
          35   | customizations.packages    | ["vim; rm -rf /"]      | customizations.packages
          35   | customizations.files       | [{"path": "/usr/x"}]   | customizations.files[0].path
          35   | customizations.files       | [{"path": "etc/x"}]    | customizations.files[0].path
          35   | customizations.files       | [{"path": "/etc/../x"}] | customizations.files[0].path
          35   | customizations.files       | [{"path": "/etc/passwd"}] | customizations.files[0].path
          35   | customizations.files       | [{"path": "/etc/x", "mode": "rwx"}] | customizations.files[0].mode
          35   | customizations.files       | [{"path": "/etc/x"}, {"path": "/etc/x"}] | customizations.files[1].path
          35   | customizations.users       | [{"name": "a b"}]      | customizations.users[0].name
          35   | customizations.users       | [{"name": "a"}, {"name": "a"}] | customizations.users[1].name
          35   | customizations.services    | {"enabled": ["a b"]}   | customizations.services.enabled
          37   | customizations.partitioning_mode | "lvm"            | partitioning_mode
          30   | image_request.size         | 9000000000000000000    | image_request.size
          """)
  void a_mistake_is_refused_with_its_number_and_place(
      int number, String path, String json, String named) {
    ComposeRequests request = ComposeRequests.aDebianCompose().with(path, json);

    ApiException refused = catchThrowableOfType(ApiException.class, () -> Planning.plan(request));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(number);
    assertThat(refused.code().status()).isEqualTo(400);
    assertThat(refused.details()).contains(named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          6    | image_request.image_type   | "raw"                  | image_request.image_type
          6    | image_request.image_type   | "tar"                  | image_request.image_type
          6    | image_request.image_type   | "container"            | image_request.image_type
          7    | distribution               | "rhel-9.5"             | repositories
          40   | blueprint                  | {"name": "b", "distro": "centos-10"} | blueprint.distro
          1000 | blueprint                  | {"name": "b", "version": "one"} | blueprint.version
          35   | blueprint                  | {"name": "b", "customizations": {"filesystem": [{"mountpoint": "/var", "minsize": "big"}]}} | minsize
          35   | customizations.filesystem  | [{"mountpoint": "/etc", "min_size": 1}] | filesystem[0].mountpoint
          35   | customizations.cacerts     | {"pem_certs": ["nonsense"]} | customizations.cacerts.pem_certs[0]
          35   | customizations.openscap    | {"profile_id": "c", "tailoring": {}, "json_tailoring": {"profile_id": "c", "filepath": "/f"}} | customizations.openscap
          35   | blueprint                  | {"name": "b", "customizations": {"cacerts": {"pem_certs": ["nonsense"]}}} | blueprint.customizations.cacerts.pem_certs[0]
          35   | blueprint                  | {"name": "b", "containers": [{"source": " "}]} | blueprint.containers[0].source
          35   | customizations.containers  | [{"source": ""}]       | customizations.containers[0].source
          27   | image_request.ostree       | {"contenturl": "https://o.example.com"} | contenturl: cannot be passed on
          35   | customizations.custom_repositories | [{"id": "a"}]  | custom_repositories[0].baseurl
          42   | koji                       | {"server": "s", "task_id": 1, "name": "n", "version": "1", "release": "1"} | koji.server
          42   | koji                       | {"server": "https://k.example.com", "task_id": 1, "name": "../n", "version": "1", "release": "1"} | koji.name
          30   | koji                       | {"server": "https://k.example.com", "task_id": -1, "name": "n", "version": "1", "release": "1"} | koji.task_id
          30   | koji                       | {"server": "https://k.example.com", "task_id": 1e30, "name": "n", "version": "1", "release": "1"} | koji.task_id
          43   | bootc                      | {"reference": "r"}     | bootc
          25   | image_requests             | []                     | image_request
          """)
  void a_mistake_with_an_rpm_distribution_is_refused_too(
      int number, String path, String json, String named) {
    ComposeRequests request = ComposeRequests.aCentosCompose().with(path, json);

    ApiException refused = catchThrowableOfType(ApiException.class, () -> Planning.plan(request));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(number);
    assertThat(refused.code().status()).isEqualTo(400);
    assertThat(refused.details()).contains(named);
  }
}
