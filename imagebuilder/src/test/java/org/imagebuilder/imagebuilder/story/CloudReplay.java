package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.FakeComposer.Posted;
import org.imagebuilder.imagebuilder.doubles.PostgresServer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web interface's client once more, with what only a real cloud could answer: a stand-in for
 * composer tells how images came to an end there. An image's host name says which end is its own.
 */
class CloudReplay {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));

  private static final Map<String, String> ENDS =
      Map.ofEntries(
          Map.entry(
              "aws-ready", uploaded("aws", "{'ami':'ami-0c830793775595d4b','region':'us-east-1'}")),
          Map.entry(
              "gcp-ready", uploaded("gcp", "{'project_id':'a-project','image_name':'an-image'}")),
          Map.entry("azure-ready", uploaded("azure", "{'image_name':'web'}")),
          Map.entry(
              "oci-ready",
              uploaded("oci.objectstorage", "{'url':'https://oci.example.com/image'}")),
          Map.entry("aws-pending", "{'status':'pending'}"),
          Map.entry(
              "gcp-building",
              "{'status':'building','progress':{'done':3,'total':7,'subprogress':{'done':1,'total':2}}}"),
          Map.entry("azure-uploading", "{'status':'uploading'}"),
          Map.entry("aws-registering", "{'status':'registering'}"),
          Map.entry(
              "aws-failed",
              "{'status':'failure','error':{'id':28,'reason':'osbuild did not return any output','details':[{'id':9,'reason':'manifest','details':{'id':21,'reason':'DNF error occurred: MarkingErrors','details':'no package mistyped'}}]}}"),
          Map.entry(
              "gcp-failed",
              "{'status':'failure','error':{'id':11,'reason':'uploading failed','details':[{'id':12,'reason':'no such bucket'},{'id':13,'reason':'gave up'}]}}"));

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> what_becomes_of_images_in_clouds_has_its_place_on_the_screens()
      throws Exception {
    try (var neighbours = new Neighbours();
        var composer = FakeComposer.start()) {
      composer.progress(CloudReplay::end);
      URI api = URI.create("http://127.0.0.1:" + freePort());
      try (Program program = start(api, composer, neighbours)) {
        program.awaitAnswer(api.resolve("/ready"));
        Path client = FrontendReplay.client(api, directory);
        var environment = Map.of("ORIGIN", api.toString(), "IDENTITY", FrontendReplay.IDENTITY);
        Tool.Outcome outcome =
            new Tool(directory, environment).run("node", client.resolve("clouds.mjs").toString());
        return Stream.concat(
            outcome.lines().stream().map(FrontendReplay::told).toList().stream(),
            ends(outcome, composer.posted(), composer.violations()));
      }
    }
  }

  private static Stream<DynamicTest> ends(
      Tool.Outcome outcome, List<Posted> posted, List<String> violations) {
    return Stream.of(
        DynamicTest.dynamicTest(
            "the story comes to its end",
            () -> assertThat(outcome.status()).as(outcome.complaints()).isZero()),
        DynamicTest.dynamicTest(
            "composer is sent what its contract says", () -> assertThat(violations).isEmpty()),
        DynamicTest.dynamicTest(
            "the images of a template are made of its repositories",
            () -> assertThat(addresses(posted, "/servers/")).hasSize(8)),
        DynamicTest.dynamicTest(
            "an image of a day is made of the repositories of that day",
            () -> assertThat(addresses(posted, "/day/")).hasSize(2)),
        DynamicTest.dynamicTest(
            "an image is shared with the account behind a source",
            () ->
                assertThat(posted)
                    .extracting(
                        each -> each.request().at("/image_request/upload_options").toString())
                    .anyMatch(options -> options.contains("210987654321"))));
  }

  private static List<String> addresses(List<Posted> posted, String part) {
    return posted.stream()
        .flatMap(
            each ->
                each
                    .request()
                    .at("/image_request/repositories")
                    .findValuesAsText("baseurl")
                    .stream())
        .filter(
            address -> address.startsWith("https://content.example.com/api/pulp-content" + part))
        .toList();
  }

  private Program start(URI api, FakeComposer composer, Neighbours neighbours) {
    PostgresServer.Database database = PostgresServer.createDatabase();
    var settings = new HashMap<>(neighbours.settings());
    settings.put("LISTEN_ADDRESS", "127.0.0.1:" + api.getPort());
    settings.put("QUARKUS_MANAGEMENT_PORT", "0");
    settings.put("QUARKUS_DATASOURCE_REACTIVE_URL", database.reactiveUrl());
    settings.put("QUARKUS_DATASOURCE_USERNAME", database.user());
    settings.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
    settings.put("COMPOSER_URL", composer.url());
    return new Program(
        "imagebuilder", Packaged.command(REPOSITORY, "imagebuilder"), settings, directory);
  }

  private static String end(Posted compose) {
    JsonNode name = compose.request().at("/customizations/hostname");
    String image = ENDS.getOrDefault(name.asText(), "{'status':'pending'}");
    return "{'status':'pending','image_status':%s}".formatted(image).replace('\'', '"');
  }

  private static String uploaded(String type, String options) {
    return "{'status':'success','upload_status':{'status':'success','type':'%s','options':%s}}"
        .formatted(type, options);
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
