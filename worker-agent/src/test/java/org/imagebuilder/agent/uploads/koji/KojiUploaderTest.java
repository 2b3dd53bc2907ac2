package org.imagebuilder.agent.uploads.koji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.KojiTargetOptions;
import org.imagebuilder.agent.contract.worker.model.OsbuildOutput;
import org.imagebuilder.agent.contract.worker.model.StageLog;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.ProgressRecord;
import org.imagebuilder.agent.testing.StandIn.Answer;
import org.imagebuilder.agent.uploads.BuildRecord;
import org.imagebuilder.agent.uploads.Upload;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KojiUploaderTest {

  private static final String NAME = "os-9.6-1.x86_64.qcow2";
  private static final int MEBIBYTE = 1 << 20;

  private final HubStandIn hub = new HubStandIn();
  private final ProgressRecord progress = new ProgressRecord();
  private final byte[] image = new byte[2 * MEBIBYTE + 321];
  private final Path work;
  private final Path exports;
  private KojiHub client;

  KojiUploaderTest(@TempDir Path work) throws IOException {
    this.work = work;
    this.exports = Files.createDirectory(work.resolve("export"));
    new Random(1).nextBytes(image);
    client = hub.client(work);
  }

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void an_image_and_what_is_known_of_its_build_reach_the_hub() throws Exception {
    Map<String, Object> result = upload(Optional.of(build()));

    assertThat(hub.complaints()).isEmpty();
    assertThat(hub.files.keySet())
        .containsExactlyInAnyOrder(
            "cg/dir/" + NAME,
            "cg/dir/" + NAME + ".osbuild.log",
            "cg/dir/" + NAME + ".manifest.json",
            "cg/dir/" + NAME + ".buildroot-build.spdx.json",
            "cg/dir/" + NAME + ".image-os.spdx.json");
    assertThat(hub.files.get("cg/dir/" + NAME)).isEqualTo(image);
    assertThat(text(".osbuild.log"))
        .contains("Pipeline os", "org.osbuild.rpm", "Installing bash\n");
    assertThat(text(".manifest.json")).startsWith("{\n  \"version\" : \"2\"");
    JsonNode told = Json.tree(result);
    assertThat(told.at("/image/checksum").asText()).isEqualTo(HubStandIn.md5(image));
    assertThat(told.at("/image/checksum_type").asText()).isEqualTo("md5");
    assertThat(told.path("image_md5")).isEqualTo(told.at("/image/checksum"));
    assertThat(told.path("image_size").asLong()).isEqualTo(image.length);
    assertThat(told.at("/log/filename").asText()).isEqualTo(NAME + ".osbuild.log");
    assertThat(told.at("/osbuild_manifest/size").asLong())
        .isEqualTo(text(".manifest.json").length());
    assertThat(told.at("/osbuild_manifest_info/osbuild_composer_version").asText())
        .isEqualTo("image-builder 79");
    assertThat(told.path("sbom_docs")).hasSize(2);
  }

  @Test
  void pieces_go_in_order_and_show_how_far_they_are() throws Exception {
    upload(Optional.empty());

    assertThat(hub.calls().stream().filter(call -> call.contains("offset=")))
        .extracting(call -> call.replaceAll(".*&offset=(\\d+).*", "$1"))
        .containsExactly("0", "1048576", "2097152");
    assertThat(progress.sent()).containsExactly(1L << 20, 2L << 20, (long) image.length);
    assertThat(hub.methods).containsExactly("sslLogin", "logout");
  }

  @Test
  void nothing_of_the_login_stays_behind() throws Exception {
    upload(Optional.of(build()));

    try (Stream<Path> files = Files.list(exports)) {
      assertThat(files).extracting(Path::getFileName).containsExactly(Path.of("disk.qcow2"));
    }
  }

  @Test
  void a_piece_whose_connection_breaks_is_sent_again() throws Exception {
    hub.drop("offset=1048576", 1, 1000);

    upload(Optional.empty());

    assertThat(hub.complaints()).isEmpty();
    assertThat(hub.files.get("cg/dir/" + NAME)).isEqualTo(image);
  }

  @Test
  void a_login_whose_connection_breaks_is_made_again() throws Exception {
    hub.drop("ssllogin", 1, 0);

    upload(Optional.empty());

    assertThat(hub.files).hasSize(1);
  }

  @Test
  void a_piece_that_arrives_damaged_is_sent_again() throws Exception {
    hub.wrongDigests.set(1);

    upload(Optional.empty());

    assertThat(hub.calls().stream().filter(call -> call.contains("offset=0"))).hasSize(2);
    assertThat(hub.files.get("cg/dir/" + NAME)).isEqualTo(image);
  }

  @Test
  void pieces_that_always_arrive_damaged_are_error_11() {
    hub.wrongDigests.set(1000);

    JobErrorException failure = failure();

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains(NAME, "byte 0");
  }

  @Test
  void a_hub_that_does_not_take_files_is_error_11() {
    hub.refuse("offset=0", 1, Answer.of(403, "<html>no</html>"));

    JobErrorException failure = failure();

    assertThat(failure.code()).isEqualTo(JobErrorCode.UPLOADING_IMAGE);
    assertThat(failure.reason()).contains("403");
  }

  @Test
  void what_a_hub_says_is_told_without_the_sessions_key() {
    hub.refuse("offset=0", 1, Answer.of(200, fault("no session " + HubStandIn.KEY)));

    JobErrorException failure = Canary.missing(failure());

    assertThat(failure.details().orElseThrow().toString()).isEqualTo("no session …");
  }

  @Test
  void a_server_without_an_account_is_error_2_and_names_the_setting() {
    JobErrorException failure = failure("https://other.example.com/kojihub");

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("agent.koji.\"other.example.com\".principal");
    assertThat(hub.calls()).isEmpty();
  }

  @Test
  void a_server_without_encryption_is_error_2() {
    assertThat(failure("http://koji.example.com/kojihub").reason()).contains("https");
  }

  @Test
  void a_key_that_is_not_the_principals_is_error_2() throws IOException {
    Files.writeString(work.resolve("keytab"), "key of somebody else");

    JobErrorException failure = failure();

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains(HubStandIn.PRINCIPAL);
    assertThat(failure.details().orElseThrow().toString()).contains("Preauthentication failed");
  }

  @Test
  void a_keytab_that_is_not_there_is_error_2_and_named() throws IOException {
    Files.delete(work.resolve("keytab"));

    assertThat(failure().reason()).contains("keytab cannot be read");
    assertThat(client.problem().orElseThrow()).contains("agent.koji.\"127.0.0.1\".keytab");
  }

  @Test
  void a_tool_that_is_missing_is_error_2_and_says_what_to_install() {
    client = hub.client(work, account("x"), work.resolve("kinit").toString());

    JobErrorException failure = failure();

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("krb5-user");
  }

  @Test
  void a_ticket_that_the_hub_does_not_know_is_error_2() throws IOException {
    Files.writeString(work.resolve("keytab"), "key of stranger@EXAMPLE.COM");
    client = hub.client(work, account("stranger@EXAMPLE.COM"));

    JobErrorException failure = failure();

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
    assertThat(failure.reason()).contains("does not accept the ticket of stranger@EXAMPLE.COM");
  }

  @Test
  void a_name_that_leads_elsewhere_is_error_2() {
    JobErrorException failure =
        catchThrowableOfType(
            JobErrorException.class, () -> upload("../x", hub.hub(), Optional.empty()));

    assertThat(failure.code()).isEqualTo(JobErrorCode.INVALID_TARGET_CONFIG);
  }

  private KojiSettings.Account account(String principal) {
    return new KojiSettings.Account(Optional.of(principal), Optional.of(work.resolve("keytab")), 1);
  }

  private JobErrorException failure() {
    return failure(hub.hub());
  }

  private JobErrorException failure(String server) {
    return catchThrowableOfType(
        JobErrorException.class, () -> upload(NAME, server, Optional.empty()));
  }

  private Map<String, Object> upload(Optional<BuildRecord> build) throws Exception {
    return upload(NAME, hub.hub(), build);
  }

  private Map<String, Object> upload(String name, String server, Optional<BuildRecord> build)
      throws Exception {
    Path file = Files.write(exports.resolve("disk.qcow2"), image);
    Lease lease = new Lease("t", URI.create("/"));
    return new KojiUploader(client, Json.mapper())
        .upload(
            new KojiTargetOptions().server(server).uploadDirectory("cg/dir"),
            new Upload(file, name, "disk.qcow2", lease, progress, build));
  }

  private static BuildRecord build() {
    OsbuildOutput output = new OsbuildOutput().success(true);
    output.setLog(
        Map.of(
            "os",
            List.of(new StageLog().id("1").type("org.osbuild.rpm").output("Installing bash\n"))));
    JsonNode document = Json.tree(Map.of("spdxVersion", "SPDX-2.3"));
    return new BuildRecord(
        Json.mapper().createObjectNode().put("version", "2"),
        Optional.of(Map.of("osbuild_composer_version", "image-builder 79")),
        output,
        List.of(
            new BuildRecord.Sbom(true, "build", document),
            new BuildRecord.Sbom(false, "os", document)));
  }

  private String text(String ending) {
    return new String(hub.files.get("cg/dir/" + NAME + ending), StandardCharsets.UTF_8);
  }

  private static String fault(String text) {
    return """
    <methodResponse><fault><value><struct>
    <member><name>faultCode</name><value><int>1002</int></value></member>
    <member><name>faultString</name><value><string>%s</string></value></member>
    </struct></value></fault></methodResponse>
    """
        .formatted(text);
  }
}
