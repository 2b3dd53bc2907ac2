package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients in other languages, as people generate them from the document. */
class SdkReplay {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
  private static final Path MODULE = REPOSITORY.resolve("imagebuilder");
  private static final Path CLIENTS = MODULE.resolve("target/clients");

  @TempDir static Path directory;

  @Test
  void a_java_client_keeps_blueprints_and_makes_images() throws Exception {
    Path classes = compile();
    try (var house = new House(REPOSITORY, directory, directory.resolve("gate"))) {
      new Tool(directory, Map.of())
          .mustRun(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              classes + ":" + System.getProperty("java.class.path"),
              "UseClient",
              house.api.toString(),
              FrontendReplay.IDENTITY);
    }
  }

  @Test
  void a_python_client_compiles() throws Exception {
    Path client = CLIENTS.resolve("python/imagebuilder_client");
    assertThat(client.resolve("api/blueprints_api.py")).exists();

    new Tool(directory, Map.of())
        .mustRun("python3", "-m", "compileall", "-q", "-f", client.toString());
  }

  private static Path compile() throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    var complaints = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
        Stream<Path> generated = Files.walk(CLIENTS.resolve("java/src/main/java"))) {
      List<Path> sources =
          Stream.concat(
                  generated.filter(each -> each.toString().endsWith(".java")),
                  Stream.of(MODULE.resolve("src/test/clients/java/UseClient.java")))
              .toList();
      var options = List.of("-proc:none", "-nowarn", "-d", classes.toString());
      boolean compiled =
          compiler
              .getTask(
                  complaints,
                  files,
                  null,
                  options,
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
    return classes;
  }
}
