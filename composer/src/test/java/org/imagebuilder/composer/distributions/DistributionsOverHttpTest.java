package org.imagebuilder.composer.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be built, asked over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class DistributionsOverHttpTest {
  private static final String PATH = "/api/image-builder-composer/v2/distributions";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI server;

  @Test
  void the_list_names_the_repositories_of_every_image_type() throws Exception {
    HttpResponse<byte[]> answer = get("");

    JsonNode list = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(names(list)).hasSize(70).contains("rhel-9", "rhel-9.9", "debian-13", "centos-9");
    assertThat(names(list)).isEqualTo(List.copyOf(new TreeSet<>(names(list))));
    JsonNode gce = list.at("/centos-9/x86_64/gce");
    assertThat(gce)
        .extracting(each -> each.path("name").asText())
        .contains("BaseOS", "google-compute-engine");
    assertThat(gce.size()).isGreaterThan(list.at("/centos-9/x86_64/qcow2").size());
    assertThat(list.at("/debian-13/x86_64/guest-image").isEmpty()).isTrue();
    assertThat(list.at("/debian-13/x86_64/guest-image").isArray()).isTrue();
  }

  @Test
  void the_list_still_names_what_oracle_linux_cannot_build() throws Exception {
    JsonNode list = JSON.readTree(get("").body());

    assertThat(names(list.at("/ol-9/aarch64"))).contains("azure-cvm", "oci");
  }

  @Test
  void members_of_a_repository_keep_their_order_and_html_is_escaped() throws Exception {
    String list = new String(get("").body(), StandardCharsets.UTF_8);

    JsonNode metalink = JSON.readTree(list).at("/fedora-43/x86_64/minimal-raw-xz/0");
    assertThat(names(metalink))
        .isSubsetOf(
            "name",
            "baseurls",
            "metalink",
            "gpgkeys",
            "check_gpg",
            "metadata_expire",
            "rhsm",
            "image_type_tags");
    assertThat(names(metalink)).startsWith("name", "metalink", "gpgkeys");
    assertThat(list).contains("\\u0026arch=").doesNotContain("&").endsWith("}\n");
  }

  @Test
  void a_list_that_is_asked_for_compressed_is_the_same_list() throws Exception {
    HttpResponse<byte[]> zipped = get("", "Accept-Encoding", "br;q=1.0, gzip;q=0.8, *;q=0.1");

    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(zipped.headers().firstValue("Vary").orElse("")).containsIgnoringCase("encoding");
    assertThat(zipped.body().length).isLessThan(2_000_000);
    assertThat(unzipped(zipped.body())).isEqualTo(get("").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "gzip;q=0.000, deflate", "br", "", "x"})
  void who_cannot_read_compressed_answers_gets_none(String encodings) throws Exception {
    HttpResponse<byte[]> plain = get("/centos-9", "Accept-Encoding", encodings);

    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(JSON.readTree(plain.body()).path("id").asText()).isEqualTo("centos-9");
  }

  @ParameterizedTest
  @CsvSource({"'', identity", "'', gzip", "/centos-9, identity", "/centos-9, gzip"})
  void the_list_is_not_sent_again_to_whoever_has_it(String path, String encoding) throws Exception {
    String tag = get(path, "Accept-Encoding", encoding).headers().firstValue("ETag").orElseThrow();

    HttpResponse<byte[]> again =
        get(path, "Accept-Encoding", encoding, "If-None-Match", "\"other\", W/" + tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).contains(tag);
  }

  @Test
  void the_two_forms_of_a_document_have_two_tags() throws Exception {
    String plain = get("/centos-9").headers().firstValue("ETag").orElseThrow();

    String zipped =
        get("/centos-9", "Accept-Encoding", "gzip").headers().firstValue("ETag").orElseThrow();

    assertThat(zipped).isNotEqualTo(plain).startsWith("\"").endsWith("\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/centos-9"})
  void a_head_request_tells_size_and_tag_without_the_document(String path) throws Exception {
    HttpResponse<byte[]> whole = get(path);

    HttpResponse<byte[]> head =
        HTTP.send(
            request(path).method("HEAD", BodyPublishers.noBody()).build(),
            BodyHandlers.ofByteArray());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(whole.body().length);
    assertThat(head.headers().firstValue("ETag")).isEqualTo(whole.headers().firstValue("ETag"));
  }

  @Test
  void many_callers_read_the_list_at_once() throws Exception {
    long expected = checksum(new ByteArrayInputStream(get("").body()));

    var answers =
        IntStream.range(0, 12)
            .mapToObj(i -> HTTP.sendAsync(request("").GET().build(), BodyHandlers.ofInputStream()))
            .toList();

    for (var answer : answers) {
      assertThat(checksum(answer.get().body())).isEqualTo(expected);
    }
  }

  // Twelve whole lists would not fit the memory of a test.
  private static long checksum(InputStream list) throws IOException {
    try (CheckedInputStream checked = new CheckedInputStream(list, new CRC32())) {
      checked.transferTo(OutputStream.nullOutputStream());
      return checked.getChecksum().getValue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rhel-9, rhel-9.9",
    "rhel-8, rhel-8.10",
    "rhel-10, rhel-10.3",
    "rhel-7, rhel-7.9",
    "rhel-85, rhel-8.5",
    "rhel-910, rhel-9.10",
    "rhel-10.05, rhel-10.5",
    "rhel-9.99, rhel-9.99",
    "fedora-999, fedora-999",
    "ol-9.1, ol-9",
    "debian-12, debian-12",
  })
  void a_distribution_answers_by_its_canonical_name(String name, String canonical)
      throws Exception {
    JsonNode details = JSON.readTree(get("/" + name).body());

    assertThat(details.path("id").asText()).isEqualTo(canonical);
    assertThat(details.path("name").asText()).isEqualTo(canonical);
    assertThat(details.path("href").asText()).isEqualTo(PATH + "/" + canonical);
    assertThat(details.path("kind").asText()).isEqualTo("DistributionDetails");
    assertThat(details.path("architectures").size()).isPositive();
  }

  @Test
  void an_image_type_has_all_its_members() throws Exception {
    JsonNode details = JSON.readTree(get("/fedora-43?image_type=iot-simplified-installer").body());

    JsonNode type = details.at("/architectures/x86_64/image_types/iot-simplified-installer");
    assertThat(names(type))
        .containsExactly(
            "aliases",
            "base_partition_table",
            "boot_mode",
            "default_size",
            "exports",
            "filename",
            "iso_label",
            "mime_type",
            "name",
            "ostree_ref",
            "partition_type",
            "payload_package_sets",
            "required_blueprint_options",
            "supported_blueprint_options");
    assertThat(type.path("aliases").isNull()).isTrue();
    assertThat(type.path("iso_label").asText()).isEqualTo("Fedora-43-IoT-x86_64");
    assertThat(type.path("ostree_ref").asText()).isEqualTo("fedora/43/x86_64/iot");
    assertThat(type.path("required_blueprint_options"))
        .isEqualTo(JSON.readTree("[\"customizations.installation_device\"]"));
    assertThat(type.path("supported_blueprint_options"))
        .extracting(JsonNode::asText)
        .startsWith("distro", "customizations.installation_device")
        .endsWith("name", "version", "description");
  }

  @Test
  void filters_leave_what_they_name() throws Exception {
    JsonNode details =
        JSON.readTree(
            get("/centos-9?image_type=guest-image&image_type=ami&architecture=x86_64").body());

    assertThat(names(details.path("architectures"))).containsExactly("x86_64");
    assertThat(names(details.at("/architectures/x86_64/image_types")))
        .containsExactly("ami", "qcow2");
  }

  @Test
  void an_architecture_without_image_types_is_left_out() throws Exception {
    JsonNode details = JSON.readTree(get("/centos-9?image_type=gce").body());

    assertThat(names(details.path("architectures"))).containsExactly("x86_64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?image_type=none", "?architecture=none", "?image_type=QCOW2"})
  void filters_that_fit_nothing_leave_nothing(String filters) throws Exception {
    HttpResponse<byte[]> answer = get("/centos-9" + filters);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(answer.body()).path("architectures").toString()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "centos-77",
        "RHEL-9",
        "centos-stream-9",
        "almalinux-9",
        "bootc-generic-1",
        "%20",
        "..%2f..%2fetc",
        "centos-9%00",
        "%C3%A4",
        "fedora-99999999999999999999",
        "%22%3Cscript%3E"
      })
  void an_unknown_distribution_is_not_found(String name) throws Exception {
    HttpResponse<byte[]> answer = get("/" + name);

    JsonNode error = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(error.path("id").asText()).isEqualTo("4");
    assertThat(error.path("kind").asText()).isEqualTo("Error");
    assertThat(error.path("details").asText()).startsWith("distro: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?image_type=", "?architecture=", "?image_type=ami&image_type="})
  void an_empty_filter_is_refused(String filters) throws Exception {
    HttpResponse<byte[]> answer = get("/centos-9" + filters);

    JsonNode error = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(error.path("id").asText()).isEqualTo("30");
    assertThat(error.path("details").asText()).contains("is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/centos-9"})
  void other_methods_are_refused(String path) throws Exception {
    HttpResponse<byte[]> answer =
        HTTP.send(
            request(path).POST(BodyPublishers.ofString("{}")).build(), BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(JSON.readTree(answer.body()).path("id").asText()).isEqualTo("22");
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET");
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(PATH + path));
  }
}
