package org.imagebuilder.composer.composes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.imagebuilder.composer.composes.CloudApi.Answer;
import org.imagebuilder.composer.contracts.ExampleFile;
import org.imagebuilder.composer.database.PostgresResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract shows as a request can be copied and sent. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ExampleRequestsTest {
  /** Shows every member there is; no image type takes all of them. */
  private static final String CATALOGUE = "post-compose.request.all-customizations.json";

  @TestHTTPResource("/")
  URI server;

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_is_accepted(ExampleFile example) throws IOException {
    Answer answer = new CloudApi(server).post("/compose", Files.readString(example.path()));

    assertThat(answer.status()).as(answer.text("details")).isEqualTo(201);
  }

  static Stream<ExampleFile> examples() {
    return ExampleFile.in("composer").stream()
        .filter(example -> example.operation().equals("post-compose"))
        .filter(example -> example.kind().equals("request"))
        .filter(example -> !example.name().equals(CATALOGUE));
  }
}
