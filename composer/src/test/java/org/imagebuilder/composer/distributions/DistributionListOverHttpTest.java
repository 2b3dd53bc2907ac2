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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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

/** All distributions in one document, asked for over HTTP. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class DistributionListOverHttpTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TestHTTPResource("/")
  URI server;

  @Test
  void the_list_names_the_repositories_of_every_image_type() throws Exception {
    HttpResponse<byte[]> answer = new DistributionCalls(server).get("");

    JsonNode list = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(DistributionCalls.names(list))
        .hasSize(70)
        .contains("rhel-9", "rhel-9.9", "debian-13", "centos-9");
    assertThat(DistributionCalls.names(list))
        .isEqualTo(List.copyOf(new TreeSet<>(DistributionCalls.names(list))));
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
    JsonNode list = JSON.readTree(new DistributionCalls(server).get("").body());

    assertThat(DistributionCalls.names(list.at("/ol-9/aarch64"))).contains("azure-cvm", "oci");
  }

  @Test
  void members_of_a_repository_keep_their_order_and_html_is_escaped() throws Exception {
    String list = new String(new DistributionCalls(server).get("").body(), StandardCharsets.UTF_8);

    JsonNode metalink = JSON.readTree(list).at("/fedora-43/x86_64/minimal-raw-xz/0");
    assertThat(DistributionCalls.names(metalink))
        .isSubsetOf(
            "name",
            "baseurls",
            "metalink",
            "gpgkeys",
            "check_gpg",
            "metadata_expire",
            "rhsm",
            "image_type_tags");
    assertThat(DistributionCalls.names(metalink)).startsWith("name", "metalink", "gpgkeys");
    assertThat(list).contains("\\u0026arch=").doesNotContain("&").endsWith("}\n");
  }

  @Test
  void a_list_that_is_asked_for_compressed_is_the_same_list() throws Exception {
    HttpResponse<byte[]> zipped =
        new DistributionCalls(server).get("", "Accept-Encoding", "br;q=1.0, gzip;q=0.8, *;q=0.1");

    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    assertThat(zipped.headers().firstValue("Vary").orElse("")).containsIgnoringCase("encoding");
    assertThat(zipped.body().length).isLessThan(2_000_000);
    assertThat(unzipped(zipped.body())).isEqualTo(new DistributionCalls(server).get("").body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip;q=0", "gzip;q=0.000, deflate", "br", "", "x"})
  void who_cannot_read_compressed_answers_gets_none(String encodings) throws Exception {
    HttpResponse<byte[]> plain =
        new DistributionCalls(server).get("/centos-9", "Accept-Encoding", encodings);

    assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(JSON.readTree(plain.body()).path("id").asText()).isEqualTo("centos-9");
  }

  @ParameterizedTest
  @CsvSource({"'', identity", "'', gzip", "/centos-9, identity", "/centos-9, gzip"})
  void the_list_is_not_sent_again_to_whoever_has_it(String path, String encoding) throws Exception {
    String tag =
        new DistributionCalls(server)
            .get(path, "Accept-Encoding", encoding)
            .headers()
            .firstValue("ETag")
            .orElseThrow();

    HttpResponse<byte[]> again =
        new DistributionCalls(server)
            .get(path, "Accept-Encoding", encoding, "If-None-Match", "\"other\", W/" + tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).contains(tag);
  }

  @Test
  void the_two_forms_of_a_document_have_two_tags() throws Exception {
    String plain =
        new DistributionCalls(server).get("/centos-9").headers().firstValue("ETag").orElseThrow();

    String zipped =
        new DistributionCalls(server)
            .get("/centos-9", "Accept-Encoding", "gzip")
            .headers()
            .firstValue("ETag")
            .orElseThrow();

    assertThat(zipped).isNotEqualTo(plain).startsWith("\"").endsWith("\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/centos-9"})
  void a_head_request_tells_size_and_tag_without_the_document(String path) throws Exception {
    HttpResponse<byte[]> whole = new DistributionCalls(server).get(path);

    HttpResponse<byte[]> head =
        DistributionCalls.HTTP.send(
            new DistributionCalls(server)
                .request(path)
                .method("HEAD", BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(whole.body().length);
    assertThat(head.headers().firstValue("ETag")).isEqualTo(whole.headers().firstValue("ETag"));
  }

  @Test
  void many_callers_read_the_list_at_once() throws Exception {
    long expected =
        checksum(new ByteArrayInputStream(new DistributionCalls(server).get("").body()));

    var answers =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    DistributionCalls.HTTP.sendAsync(
                        new DistributionCalls(server).request("").GET().build(),
                        BodyHandlers.ofInputStream()))
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

  private static byte[] unzipped(byte[] bytes) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
