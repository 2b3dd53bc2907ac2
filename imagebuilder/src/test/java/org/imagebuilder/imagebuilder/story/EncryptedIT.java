package org.imagebuilder.imagebuilder.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.EncryptedPostgres;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.imagebuilder.imagebuilder.doubles.TestCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program with a database and a composer that can only be reached encrypted. */
@SuppressWarnings("NullAway.Init")
class EncryptedIT {
  private static final Path REPOSITORY = Path.of(System.getProperty("repository.root"));
  private static final String IDENTITY =
      Base64.getEncoder()
          .encodeToString(
              "{\"identity\":{\"type\":\"User\",\"internal\":{\"org_id\":\"encrypted\"}}}"
                  .getBytes(StandardCharsets.UTF_8));

  @TempDir static Path folder;

  private static TestCertificate own;
  private static TestCertificate other;
  private static EncryptedPostgres database;

  @TempDir Path home;

  @BeforeAll
  static void start() throws Exception {
    own = TestCertificate.in(Files.createDirectory(folder.resolve("own")));
    other = TestCertificate.in(Files.createDirectory(folder.resolve("other")));
    database = EncryptedPostgres.start(own);
  }

  @AfterAll
  static void stop() throws IOException {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, prefer, none",
    "localhost, require, none",
    "localhost, verify-ca, own",
    "127.0.0.1, verify-ca, own",
    "localhost, verify-full, own",
  })
  void a_database_is_reached_as_its_mode_says(String host, String mode, String authority)
      throws Exception {
    Command.Ended ended = migrate(host, mode, authority);

    assertThat(ended.output()).contains("The database is up to date");
    assertThat(ended.code()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, disable, none",
    "localhost, verify-ca, other",
    "localhost, verify-full, other",
    "127.0.0.1, verify-full, own",
  })
  void a_database_that_is_not_the_right_one_is_not_spoken_to(
      String host, String mode, String authority) throws Exception {
    Command.Ended ended = migrate(host, mode, authority);

    assertThat(ended.output()).contains("imagebuilder cannot start");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void a_composer_of_the_configured_authority_is_asked() {
    try (FakeComposer composer = FakeComposer.start(own);
        Running program = new Running(composer, own)) {
      composer.catalog().has("vim", "an editor");

      Answer compose = program.compose();
      Answer found = program.get("/packages?distribution=centos-9&architecture=x86_64&search=vim");

      assertThat(program.get("/ready").status()).isEqualTo(200);
      assertThat(compose.status()).as(compose.text()).isEqualTo(201);
      assertThat(composer.posted()).hasSize(1);
      assertThat(found.json().at("/meta/count").asInt()).isEqualTo(1);
    }
  }

  @Test
  void a_composer_of_another_authority_is_told_nothing() {
    try (FakeComposer composer = FakeComposer.start(own);
        Running program = new Running(composer, other)) {
      Answer compose = program.compose();

      assertThat(program.get("/ready").status()).isEqualTo(500);
      assertThat(compose.status()).isEqualTo(500);
      assertThat(composer.posted()).isEmpty();
    }
  }

  private Command.Ended migrate(String host, String mode, String authority) throws Exception {
    Map<String, String> settings = database(host, mode, authority);
    settings.put("IMAGEBUILDER_DATABASE_MIGRATE", "only");
    settings.put("IMAGEBUILDER_DATABASE_START_TIMEOUT", "3s");
    return new Command(home).run(settings);
  }

  private static Map<String, String> database(String host, String mode, String authority) {
    Map<String, String> settings = new HashMap<>();
    settings.put("PGHOST", host);
    settings.put("PGPORT", "" + database.port());
    settings.put("PGDATABASE", "postgres");
    settings.put("PGUSER", "postgres");
    settings.put("PGSSLMODE", mode);
    if (!authority.equals("none")) {
      settings.put("PGSSLROOTCERT", (authority.equals("own") ? own : other).pem().toString());
    }
    return settings;
  }

  /** The program while it runs, with a composer and the authority by which it is to know it. */
  private final class Running implements AutoCloseable {
    private final URI api = URI.create("http://127.0.0.1:" + freePort());
    private final Program program;

    Running(FakeComposer composer, TestCertificate authority) {
      Map<String, String> settings = database("localhost", "verify-full", "own");
      settings.put("LISTEN_ADDRESS", "127.0.0.1:" + api.getPort());
      settings.put("QUARKUS_MANAGEMENT_PORT", "0");
      settings.put("COMPOSER_URL", composer.url());
      settings.put("COMPOSER_CA_PATH", authority.pem().toString());
      program =
          new Program("imagebuilder", Packaged.command(REPOSITORY, "imagebuilder"), settings, home);
      program.awaitAnswer(api.resolve("/status"));
    }

    Answer get(String path) {
      return ApiCaller.call(request(path).GET());
    }

    Answer compose() {
      String body = Examples.read("compose.request.debian-13.json").toString();
      return ApiCaller.call(request("/compose").POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(api.resolve(ApiCaller.BASE + path))
          .header("x-rh-identity", IDENTITY)
          .header("Content-Type", "application/json");
    }

    @Override
    public void close() {
      program.close();
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
