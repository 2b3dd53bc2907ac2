package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.contracts.ExampleFile;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract shows as a request can be copied and sent. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ExampleRequestsTest {
  private static final Path WORKER_IMAGE = Path.of("../worker-agent/ec2/compose-request.json");

  @TestHTTPResource("/")
  URI server;

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_is_accepted(ExampleFile example) throws IOException {
    Answer answer = new CloudApi(server).post("/compose", Files.readString(example.path()));

    assertThat(answer.status()).as(answer.text("details")).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "Customizations, /customizations",
    "BlueprintCustomizations, /blueprint/customizations"
  })
  void every_customization_is_shown_by_some_example(String schema, String place) {
    Set<String> shown = new TreeSet<>();
    examples().forEach(example -> shown.addAll(names(example.read().at(place))));

    Set<String> known = names(Contract.load().schema(schema).path("properties"));

    // What only installers take is shown in the short form alone; the mode is without effect.
    known.removeAll(
        place.startsWith("/blueprint")
            ? Set.of(
                "disk", "fdo", "ignition", "installation_device", "installer", "partitioning_mode")
            : Set.of());
    assertThat(shown).containsAll(known);
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The image of workers on EC2. */
  @Test
  void the_worker_s_own_image_is_accepted() throws IOException {
    Answer answer = new CloudApi(server).post("/compose", Files.readString(WORKER_IMAGE));

    assertThat(answer.status()).as(answer.text("details")).isEqualTo(201);
  }

  static Stream<ExampleFile> examples() {
    return ExampleFile.in("composer").stream()
        .filter(example -> example.operation().equals("post-compose"))
        .filter(example -> example.kind().equals("request"));
  }
}
