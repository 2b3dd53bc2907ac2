package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.imagebuilder.composer.jobs.DebianManifestJob;
import org.imagebuilder.composer.jobs.JobPlan;
import org.junit.jupiter.api.Test;

/** What the jobs of a Debian image are told. */
class DebianPlanTest {
  @Test
  void a_debian_image_is_a_manifest_and_a_build() {
    JobPlan plan = Planning.plan(ComposeRequests.aDebianCompose());

    assertThat(plan.jobs())
        .extracting(JobPlan.PlannedJob::queueType)
        .containsExactly("debian-manifest", "debian-image:x86_64");
    assertThat(plan.jobs().getLast().inputs())
        .singleElement()
        .satisfies(
            input -> {
              assertThat(input.name()).isEqualTo("manifest");
              assertThat(input.job()).isEqualTo(plan.jobs().getFirst().id());
            });
    assertThat(plan.id()).isEqualTo(plan.jobs().getLast().id().value());
  }

  @Test
  void a_debian_manifest_lists_the_base_set_and_what_was_asked_for() {
    DebianManifestJob args =
        Planning.debian(
            ComposeRequests.aDebianCompose()
                .with("customizations.packages", "[\"vim\", \"openssh-server\"]"));

    assertThat(args.suite()).isEqualTo("trixie");
    assertThat(args.filename()).isEqualTo("disk.qcow2");
    assertThat(args.seed()).isEqualTo(Planning.SEED);
    assertThat(args.packages())
        .contains("vim", "openssh-server", "systemd-sysv")
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(args.customizations()).isNull();
  }

  @Test
  void debian_customizations_reach_the_manifest() {
    DebianManifestJob args =
        Planning.debian(
            ComposeRequests.aDebianCompose()
                .with("customizations.hostname", "\"web-1\"")
                .with("customizations.timezone", "{\"timezone\": \"Europe/Berlin\"}")
                .with("customizations.locale", "{\"languages\": [\"de_DE.UTF-8\"]}")
                .with("customizations.kernel", "{\"append\": \"quiet\"}")
                .with("customizations.services", "{\"enabled\": [\"ssh\"]}")
                .with("customizations.groups", "[{\"name\": \"web\", \"gid\": 1600}]")
                .with(
                    "customizations.directories", "[{\"path\": \"/etc/web\", \"mode\": \"0750\"}]")
                .with("customizations.files", "[{\"path\": \"/etc/motd\", \"data\": \"hi\"}]")
                .with(
                    "customizations.users",
                    "[{\"name\": \"ops\", \"key\": \"ssh-ed25519 A\\nssh-ed25519 B\"}]"));

    assertThat(Planning.json(args).path("customizations"))
        .isEqualTo(
            ComposeRequests.tree(
                """
                {"hostname": "web-1", "timezone": "Europe/Berlin",
                 "locale": {"languages": ["de_DE.UTF-8"]}, "kernel": {"append": "quiet"},
                 "users": [{"name": "ops", "keys": ["ssh-ed25519 A", "ssh-ed25519 B"]}],
                 "groups": [{"name": "web", "gid": 1600}],
                 "directories": [{"path": "/etc/web", "mode": "0750", "ensure_parents": false}],
                 "files": [{"path": "/etc/motd", "data": "hi", "ensure_parents": true}],
                 "services": {"enabled": ["ssh"]}}
                """));
    assertThat(args.packages()).contains("locales");
  }

  @Test
  void bytes_that_are_no_text_reach_the_image_as_they_are() {
    DebianManifestJob args =
        Planning.debian(
            ComposeRequests.aDebianCompose()
                .with(
                    "customizations.files",
                    """
                    [{"path": "/etc/key.bin", "data": "AP8QIA==", "data_encoding": "base64"},
                     {"path": "/etc/motd", "data": "aGk=", "data_encoding": "base64"}]
                    """));

    JsonNode files = Planning.json(args).at("/customizations/files");
    assertThat(files.at("/0/data").asText()).isEqualTo("AP8QIA==");
    assertThat(files.at("/0/data_encoding").asText()).isEqualTo("base64");
    assertThat(files.at("/1/data").asText()).isEqualTo("hi");
    assertThat(files.at("/1").has("data_encoding")).isFalse();
  }

  @Test
  void debian_gets_further_repositories_with_their_keys() {
    DebianManifestJob args =
        Planning.debian(
            ComposeRequests.aDebianCompose()
                .with(
                    "customizations.custom_repositories",
                    """
                    [{"id": "tools", "baseurl": ["https://packages.example.com/debian"],
                      "suite": "stable", "components": ["main"], "check_gpg": true,
                      "gpgkey": ["-----BEGIN PGP PUBLIC KEY BLOCK-----\\nx"]}]
                    """));

    assertThat(args.repositories())
        .singleElement()
        .satisfies(
            repository -> {
              assertThat(repository.id()).isEqualTo("tools");
              assertThat(repository.suite()).isEqualTo("stable");
              assertThat(repository.checkGpg()).isTrue();
              assertThat(repository.gpgkey()).contains("BEGIN PGP");
            });
  }
}
