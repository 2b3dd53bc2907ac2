package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.DebianCustomizations;
import org.imagebuilder.agent.contract.worker.model.DebianDirectory;
import org.imagebuilder.agent.contract.worker.model.DebianFile;
import org.imagebuilder.agent.contract.worker.model.DebianImageType;
import org.imagebuilder.agent.contract.worker.model.DebianManifest;
import org.imagebuilder.agent.contract.worker.model.DebianManifestArgs;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;
import org.imagebuilder.agent.contract.worker.model.DebianRepository;
import org.imagebuilder.agent.contract.worker.model.DebianUser;
import org.imagebuilder.agent.contract.worker.model.StageLog;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the smallest image for real, with this machine's mirror and tools. */
class DebianBuildIT {

  private static final String HASH = "$6$salt$`id`.'\"$HOME/";

  private final Path directory;
  private final ToolRunner tools;
  private final DebianEngine engine;

  DebianBuildIT(@TempDir Path directory) {
    this.directory = directory;
    this.tools = new ToolRunner(directory);
    Path cache = Path.of(System.getProperty("debian.cache", "target/debian-cache"));
    this.engine = new DebianEngine(tools, DebianSettings.of(cache, "x86_64", Optional.empty()));
  }

  @Test
  void a_manifest_becomes_the_same_tree_each_time() throws Exception {
    DebianManifest manifest = manifest(args("hello", "passwd").customizations(customizations()));
    BuildLog log = new BuildLog(progress -> {});

    Path first =
        engine.images().build(manifest, directory.resolve("1"), directory.resolve("a"), log);
    Path second =
        engine
            .images()
            .build(
                manifest,
                directory.resolve("2"),
                directory.resolve("b"),
                new BuildLog(progress -> {}));

    assertThat(Digests.of(second)).isEqualTo(Digests.of(first));
    assertThat(content(first, "etc/hostname")).isEqualTo("tiny\n");
    assertThat(content(first, "etc/motd")).isEqualTo("$HOME `id`\n");
    assertThat(content(first, "etc/shadow")).contains("\nops:" + HASH + ":");
    assertThat(content(first, "home/ops/.ssh/authorized_keys")).isEqualTo("ssh-ed25519 AAAA ops\n");
    assertThat(content(first, "var/lib/dpkg/status"))
        .contains("Package: hello\nStatus: install ok");
    assertThat(content(first, "etc/apt/sources.list.d/debian.sources")).contains("Suites: trixie");
    assertThat(names(first)).doesNotContain("./.imagebuilder/", "./etc/apt/sources.list");
    assertThat(log.output(true).getLog().get("tree"))
        .extracting(StageLog::getType)
        .containsExactly(
            "org.imagebuilder.debian.tree",
            "org.imagebuilder.debian.customize",
            "org.imagebuilder.debian.pack");
  }

  @Test
  void a_further_repository_serves_the_build_and_stays_in_the_image() throws Exception {
    DebianManifest manifest;
    Path image;
    try (LocalRepository repository =
        LocalRepository.with("tiny-package", directory.resolve("repository"), tools)) {
      manifest =
          manifest(
              args("tiny-package")
                  .repositories(
                      List.of(
                          new DebianRepository()
                              .id("own")
                              .baseurl(repository.url())
                              .suite("/")
                              .checkGpg(false))));
      image =
          engine
              .images()
              .build(manifest, directory, directory.resolve("out"), new BuildLog(progress -> {}));
    }

    assertThat(manifest.getPackages())
        .filteredOn(file -> file.getName().equals("tiny-package"))
        .extracting(DebianPackage::getVersion)
        .containsExactly("1:2.0-3");
    assertThat(content(image, "usr/share/tiny-package/here")).isEqualTo("yes\n");
    assertThat(content(image, "etc/apt/sources.list.d/own.sources")).contains("Suites: /");
  }

  @Test
  void what_a_request_gets_wrong_has_its_own_number() {
    refused(args("no-such-package-here"), JobErrorCode.MARKING_ERRORS, "no-such-package-here");
    refused(args("python3.1"), JobErrorCode.MARKING_ERRORS, "python3.1");
    refused(args("exim4-daemon-light", "postfix"), JobErrorCode.DEPSOLVE_ERROR, "mail-transport");
    refused(
        args("hello")
            .repositories(
                List.of(new DebianRepository().baseurl("http://127.0.0.1:1/").checkGpg(false))),
        JobErrorCode.REPOSITORY_ERROR,
        "127.0.0.1");
  }

  @Test
  void a_failing_customization_says_which() throws Exception {
    DebianManifest manifest =
        manifest(
            args()
                .customizations(
                    new DebianCustomizations()
                        .files(List.of(new DebianFile().path("/no/such/place").data("")))));
    BuildLog log = new BuildLog(progress -> {});

    assertThatThrownBy(
            () -> engine.images().build(manifest, directory, directory.resolve("out"), log))
        .isInstanceOf(JobErrorException.class)
        .hasMessageContaining("/no/such/place");
    assertThat(log.output(false).getLog().get("tree"))
        .last()
        .extracting(StageLog::getSuccess)
        .isEqualTo(false);
  }

  @Test
  void a_file_that_is_not_what_the_manifest_says_stops_the_build() throws Exception {
    DebianManifest manifest = manifest(args("hello"));
    DebianPackage hello =
        manifest.getPackages().stream()
            .filter(file -> file.getName().equals("hello"))
            .findFirst()
            .orElseThrow();
    hello.setSha256("0".repeat(64));

    assertThatThrownBy(
            () ->
                engine
                    .images()
                    .build(
                        manifest,
                        directory,
                        directory.resolve("out"),
                        new BuildLog(progress -> {})))
        .isInstanceOf(JobErrorException.class)
        .hasMessageContaining("package hello");
  }

  private DebianManifest manifest(DebianManifestArgs args) throws Exception {
    return engine.manifests().make(args, progress -> {}).getManifest();
  }

  private void refused(DebianManifestArgs args, JobErrorCode code, String text) {
    assertThatThrownBy(() -> engine.manifests().make(args, progress -> {}))
        .isInstanceOfSatisfying(JobErrorException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(text);
  }

  private static DebianManifestArgs args(String... packages) {
    return new DebianManifestArgs()
        .distribution("debian-13")
        .suite("trixie")
        .architecture("x86_64")
        .imageType(DebianImageType.TAR)
        .filename("root.tar")
        .seed(42L)
        .packages(List.of(packages));
  }

  private static DebianCustomizations customizations() {
    return new DebianCustomizations()
        .hostname("tiny")
        .users(List.of(new DebianUser().name("ops").password(HASH).key("ssh-ed25519 AAAA ops")))
        .directories(List.of(new DebianDirectory().path("/etc/web").group("ops").mode("0750")))
        .files(List.of(new DebianFile().path("/etc/motd").data("$HOME `id`\n")));
  }

  private String content(Path tar, String name) throws Exception {
    return tools
        .run(ToolCommand.of(directory, "tar", "-xOf", tar.toString(), "./" + name))
        .output();
  }

  private List<String> names(Path tar) throws Exception {
    List<String> names = new ArrayList<>();
    tools
        .run(ToolCommand.of(directory, "tar", "-tf", tar.toString()))
        .output()
        .lines()
        .forEach(names::add);
    return names;
  }
}
