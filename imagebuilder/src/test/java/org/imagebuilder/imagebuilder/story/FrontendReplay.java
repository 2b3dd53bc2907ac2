package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web interface's client, made by its own generator from the document that a running house
 * serves, does what the screens do. The calls stand in src/test/frontend.
 */
class FrontendReplay {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String IDENTITY =
      Base64.getEncoder()
          .encodeToString(
              """
              {"identity":{"org_id":"frontend","account_number":"1","type":"User",
               "internal":{"org_id":"frontend"}},"entitlements":{"rhel":{"is_entitled":true}}}"""
                  .getBytes(StandardCharsets.UTF_8));

  @TempDir static Path directory;

  @TestFactory
  Stream<DynamicTest> the_web_interface_finds_what_it_relies_on() throws Exception {
    Path gate = Files.createFile(directory.resolve("gate"));
    try (var neighbours = new Neighbours();
        var house = new House(REPOSITORY, directory, gate, neighbours.settings())) {
      Path client = client(house.api, directory);
      var environment = Map.of("ORIGIN", house.api.toString(), "IDENTITY", IDENTITY);
      Tool.Outcome outcome =
          new Tool(directory, environment).run("node", client.resolve("replay.mjs").toString());
      var end =
          DynamicTest.dynamicTest(
              "the story comes to its end",
              () -> assertThat(outcome.status()).as(outcome.complaints()).isZero());
      return Stream.concat(
          outcome.lines().stream().map(FrontendReplay::told).toList().stream(), Stream.of(end));
    }
  }

  /** Of the document as anybody can fetch it. */
  static Path client(URI api, Path directory) throws IOException, InterruptedException {
    Path document = directory.resolve("imagebuilder.json");
    try (InputStream served = api.resolve("/openapi.json").toURL().openStream()) {
      Files.copy(served, document);
    }
    Path client = REPOSITORY.resolve("imagebuilder/target/frontend");
    new Tool(directory, Map.of())
        .mustRun(
            REPOSITORY.resolve("scripts/frontend-client").toString(),
            document.toString(),
            client.toString());
    return client;
  }

  static DynamicTest told(String line) {
    JsonNode told = read(line);
    return DynamicTest.dynamicTest(
        told.path("call").asText(), () -> assertThat(told.path("error").asText("")).isEmpty());
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
