package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.imagebuilder.composer.distributions.DistributionCatalog;
import org.imagebuilder.composer.errors.ApiException;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.DebianImageJob;
import org.imagebuilder.composer.jobs.DebianManifestJob;
import org.imagebuilder.composer.jobs.ImageBuilderManifestJob;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.jobs.OsbuildJob;
import org.imagebuilder.composer.jobs.RpmManifestJob;
import org.imagebuilder.composer.jobs.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a request to jobs, or to a refusal. */
class ComposePlannerTest {
  private static final RequestCheck CHECK = new RequestCheck(Contract.load());
  private static final ComposePlanner PLANNER = new ComposePlanner(new DistributionCatalog());
  private static final long SEED = 42;
  private static final ObjectMapper JSON =
      JsonMapper.builder().serializationInclusion(JsonInclude.Include.NON_NULL).build();

  @Test
  void a_debian_image_is_a_manifest_and_a_build() {
    JobPlan plan = plan(ComposeRequests.aDebianCompose());

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
        debian(
            ComposeRequests.aDebianCompose()
                .with("customizations.packages", "[\"vim\", \"openssh-server\"]"));

    assertThat(args.suite()).isEqualTo("trixie");
    assertThat(args.filename()).isEqualTo("disk.qcow2");
    assertThat(args.seed()).isEqualTo(SEED);
    assertThat(args.packages())
        .contains("vim", "openssh-server", "systemd-sysv")
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(args.customizations()).isNull();
  }

  @Test
  void debian_customizations_reach_the_manifest() {
    DebianManifestJob args =
        debian(
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

    assertThat(json(args).path("customizations"))
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

  @ParameterizedTest
  @ValueSource(strings = {"files", "directories"})
  void members_that_the_contract_does_not_know_do_not_reach_the_tools(String list) {
    // image-builder would put the file of the builder into the image.
    RpmManifestJob args =
        rpm(
            ComposeRequests.aCentosCompose()
                .with(
                    "customizations." + list,
                    "[{\"path\": \"/etc/web\", \"uri\": \"file:///etc/shadow\"}]"));

    JsonNode sent = json(args).at("/blueprint/customizations/" + list + "/0");
    assertThat(sent.path("path").asText()).isEqualTo("/etc/web");
    assertThat(sent.has("uri")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          image_request.repositories | [{"baseurl": "file:///etc/"}]
          image_request.repositories | [{"mirrorlist": "file:///etc/passwd"}]
          image_request.repositories | [{"metalink": "-x"}]
          customizations.payload_repositories | [{"baseurl": "https://example.com/ x"}]
          """)
  void a_repository_that_is_not_on_a_server_is_refused(String member, String repositories) {
    ComposeRequests request = ComposeRequests.aCentosCompose().with(member, repositories);

    ApiException refused = catchThrowableOfType(ApiException.class, () -> plan(request));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REPOSITORY);
  }

  @Test
  void an_ostree_repository_that_is_not_on_a_server_is_refused() {
    ComposeRequests request =
        ComposeRequests.aCentosCompose()
            .with("image_request.ostree", "{\"url\": \"file:///srv/repo\"}");

    ApiException refused = catchThrowableOfType(ApiException.class, () -> plan(request));

    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_OSTREE_PARAMS);
  }

  @Test
  void debian_gets_further_repositories_with_their_keys() {
    DebianManifestJob args =
        debian(
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

  @Test
  void an_rpm_image_is_a_manifest_and_a_build() {
    JobPlan plan = plan(ComposeRequests.aCentosCompose());

    assertThat(plan.jobs())
        .extracting(JobPlan.PlannedJob::queueType)
        .containsExactly("rpm-manifest", "osbuild:x86_64");
    RpmManifestJob manifest = (RpmManifestJob) plan.jobs().getFirst().args();
    assertThat(manifest.distribution()).isEqualTo("centos-9");
    assertThat(manifest.imageType()).isEqualTo("qcow2");
    assertThat(manifest.exportName()).isEqualTo("qcow2");
    assertThat(manifest.repositories())
        .isNotEmpty()
        .allSatisfy(repository -> assertThat(repository.gpgkeys()).isNotEmpty());
    OsbuildJob build = (OsbuildJob) plan.jobs().getLast().args();
    assertThat(build.manifestDynArgsIdx()).isZero();
    assertThat(build.imageBootMode()).isEqualTo("hybrid");
  }

  @Test
  void the_names_of_fedora_are_reached_by_alias() {
    RpmManifestJob manifest =
        rpm(ComposeRequests.aCentosCompose().with("distribution", "\"fedora-43\""));

    assertThat(manifest.distribution()).isEqualTo("fedora-43");
    assertThat(manifest.imageType()).isEqualTo("generic-qcow2");
  }

  @Test
  void an_alias_is_passed_on_as_the_canonical_name() {
    RpmManifestJob manifest =
        rpm(ComposeRequests.aCentosCompose().with("distribution", "\"rhel-9\""));

    assertThat(manifest.distribution()).isEqualTo("rhel-9.9");
  }

  @Test
  void customizations_are_written_as_blueprint_files_have_them() {
    RpmManifestJob manifest =
        rpm(
            ComposeRequests.aCentosCompose()
                .with("customizations.packages", "[\"vim\"]")
                .with("customizations.users", "[{\"name\": \"ops\", \"groups\": [\"wheel\"]}]")
                .with(
                    "customizations.filesystem",
                    "[{\"mountpoint\": \"/var\", \"min_size\": 2147483648}]")
                .with("customizations.fips", "{\"enabled\": true}")
                .with(
                    "customizations.custom_repositories",
                    "[{\"id\": \"int\", \"baseurl\": [\"https://r.example.com\"], \"check_gpg\": false}]")
                .with(
                    "customizations.payload_repositories",
                    "[{\"baseurl\": \"https://r.example.com/extra\"}]"));

    assertThat(manifest.blueprint())
        .isEqualTo(
            ComposeRequests.tree(
                """
                {"name": "empty blueprint", "version": "0.0.0", "packages": [{"name": "vim"}],
                 "modules": [], "enabled_modules": [], "groups": [],
                 "customizations": {
                   "user": [{"name": "ops", "groups": ["wheel"]}],
                   "filesystem": [{"mountpoint": "/var", "minsize": 2147483648}],
                   "repositories": [{"id": "int", "baseurls": ["https://r.example.com"],
                     "gpgcheck": false}],
                   "fips": true}}
                """));
    assertThat(manifest.repositories().getLast().packageSets()).containsExactly("blueprint");
  }

  @Test
  void a_blueprint_is_taken_as_well() {
    RpmManifestJob manifest =
        rpm(
            ComposeRequests.aCentosCompose()
                .with(
                    "blueprint",
                    """
                    {"name": "web", "version": "1.0.2", "packages": [{"name": "httpd", "version": "2.4.*"}],
                     "customizations": {"hostname": "web-1",
                       "filesystem": [{"mountpoint": "/var", "minsize": "2 GiB"}]}}
                    """));

    assertThat(json(manifest).path("blueprint").path("name").asText()).isEqualTo("web");
    assertThat(json(manifest).at("/blueprint/customizations/filesystem/0/minsize").asLong())
        .isEqualTo(2147483648L);
    assertThat(json(manifest).at("/blueprint/customizations/hostname").asText()).isEqualTo("web-1");
  }

  @Test
  void workers_that_only_know_the_older_type_get_it() {
    JobPlan plan = plan(ComposeRequests.aCentosCompose(), true);

    assertThat(plan.jobs().getFirst().type()).isEqualTo(JobType.IMAGE_BUILDER_MANIFEST);
    ImageBuilderManifestJob args = (ImageBuilderManifestJob) plan.jobs().getFirst().args();
    assertThat(args.args().distro()).isEqualTo("centos-9");
    assertThat(args.args().repositories()).isNotEmpty();
  }

  @Test
  void a_size_needs_the_newer_type_whoever_is_there() {
    JobPlan plan =
        plan(ComposeRequests.aCentosCompose().with("image_request.size", "10737418240"), true);

    assertThat(plan.jobs().getFirst().type()).isEqualTo(JobType.RPM_MANIFEST);
  }

  @Test
  void explicit_uploads_come_before_the_one_of_the_image_type() {
    JobPlan plan =
        plan(
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
    assertThat(json(build).at("/targets/0/options/region").asText()).isEqualTo("eu-north-1");
    assertThat(build.targets())
        .allSatisfy(
            target -> {
              assertThat(target.osbuildArtifact().exportName()).isEqualTo("image");
              assertThat(target.osbuildArtifact().exportFilename()).isEqualTo("disk.qcow2");
            });
  }

  @Test
  void the_same_request_and_draft_give_the_same_plan() {
    assertThat(plan(ComposeRequests.aDebianCompose()))
        .isEqualTo(plan(ComposeRequests.aDebianCompose()));
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

    ApiException refused = catchThrowableOfType(ApiException.class, () -> plan(request));

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
          35   | customizations.custom_repositories | [{"id": "a"}]  | custom_repositories[0].baseurl
          42   | koji                       | {"server": "s", "task_id": 1, "name": "n", "version": "1", "release": "1"} | koji
          43   | bootc                      | {"reference": "r"}     | bootc
          25   | image_requests             | []                     | image_request
          """)
  void a_mistake_with_an_rpm_distribution_is_refused_too(
      int number, String path, String json, String named) {
    ComposeRequests request = ComposeRequests.aCentosCompose().with(path, json);

    ApiException refused = catchThrowableOfType(ApiException.class, () -> plan(request));

    assertThat(refused).isNotNull();
    assertThat(refused.code().number()).as(refused.details()).isEqualTo(number);
    assertThat(refused.code().status()).isEqualTo(400);
    assertThat(refused.details()).contains(named);
  }

  private static JsonNode json(Object args) {
    return JSON.valueToTree(args);
  }

  private static DebianManifestJob debian(ComposeRequests request) {
    return (DebianManifestJob) plan(request).jobs().getFirst().args();
  }

  private static RpmManifestJob rpm(ComposeRequests request) {
    return (RpmManifestJob) plan(request).jobs().getFirst().args();
  }

  private static JobPlan plan(ComposeRequests request) {
    return plan(request, false);
  }

  private static JobPlan plan(ComposeRequests request, boolean onlyOldWorkers) {
    AtomicLong ids = new AtomicLong();
    Draft draft =
        new Draft(
            () -> new UUID(0, ids.incrementAndGet()),
            SEED,
            Instant.parse("2026-09-01T08:00:00Z"),
            onlyOldWorkers);
    return PLANNER.plan(RequestMapper.read(CHECK.accepted(request.tree())), draft);
  }
}
