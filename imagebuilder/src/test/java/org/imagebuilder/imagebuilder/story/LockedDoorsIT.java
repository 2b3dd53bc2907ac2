package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same house with locks: TLS and tokens between the programs. */
class LockedDoorsIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
  private static final String IDENTITY =
      Base64.getEncoder()
          .encodeToString(
              """
              {"identity":{"org_id":"story","type":"User","internal":{"org_id":"story"}},
               "entitlements":{"rhel":{"is_entitled":true}}}\
              """
                  .getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;

  @Test
  void a_compose_ends_as_an_image_through_locked_doors() throws Exception {
    Path gate = Files.write(directory.resolve("gate"), new byte[0]);
    try (LockedDoors doors = new LockedDoors(directory);
        House house = new House(REPOSITORY, directory, gate, doors)) {
      String id = post(house.api);

      Awaitility.await("compose " + id)
          .atMost(Duration.ofMinutes(2))
          .until(() -> status(house.api, id), "success"::equals);
      assertThat(house.composer.said()).contains("Worker API on https://");
    }
  }

  private static String post(URI api) throws Exception {
    String body = Files.readString(REPOSITORY.resolve("demo/compose-rpm.json"));
    Answer answer = ApiCaller.call(request(api, "/compose").POST(BodyPublishers.ofString(body)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private static String status(URI api, String id) {
    return ApiCaller.call(request(api, "/composes/" + id).GET())
        .json()
        .at("/image_status/status")
        .asText();
  }

  private static HttpRequest.Builder request(URI api, String path) {
    return HttpRequest.newBuilder(api.resolve(ApiCaller.BASE + path))
        .header("x-rh-identity", IDENTITY)
        .header("Content-Type", "application/json");
  }
}
