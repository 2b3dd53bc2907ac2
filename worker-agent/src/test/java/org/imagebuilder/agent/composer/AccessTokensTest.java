package org.imagebuilder.agent.composer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.imagebuilder.agent.composer.ComposerSettings.Authentication;
import org.imagebuilder.agent.testing.SettableClock;
import org.imagebuilder.agent.testing.TokenServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

  private static final String SECRET = "s3cr&t=of the/agent";
  private static final int THREADS = 16;

  private final SettableClock clock = new SettableClock();
  private final TokenServer server;
  private final Path secret;

  AccessTokensTest(@TempDir Path directory) throws IOException {
    server = TokenServer.start();
    secret = Files.writeString(directory.resolve("secret"), "\n  " + SECRET + " \n");
  }

  @AfterEach
  void every_request_has_the_form_of_oauth() {
    server.close();
    assertThat(server.violations()).isEmpty();
  }

  @Test
  void a_client_shows_its_secret() throws Exception {
    tokens(withSecret()).get();

    assertThat(server.forms())
        .containsExactly(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                "agent #1",
                "client_secret",
                SECRET));
  }

  @Test
  void an_offline_token_is_renewed() throws Exception {
    Authentication offline =
        new Authentication(server.url(), "agent #1", Optional.of(secret), Optional.empty());

    tokens(offline).get();

    assertThat(server.forms())
        .containsExactly(
            Map.of(
                "grant_type", "refresh_token", "client_id", "agent #1", "refresh_token", SECRET));
  }

  @Test
  void a_secret_comes_before_an_offline_token() throws Exception {
    Authentication both =
        new Authentication(
            server.url(), "agent #1", Optional.of(Path.of("/none")), Optional.of(secret));

    tokens(both).get();

    assertThat(server.forms().getFirst()).containsEntry("grant_type", "client_credentials");
  }

  @Test
  void a_token_serves_for_most_of_its_life() throws Exception {
    AccessTokens tokens = tokens(withSecret());
    tokens.get();
    clock.advance(Duration.ofSeconds(200));

    assertThat(tokens.get()).isEqualTo("token-1");
  }

  @Test
  void a_token_is_renewed_before_it_ends() throws Exception {
    AccessTokens tokens = tokens(withSecret());
    tokens.get();
    clock.advance(Duration.ofSeconds(280));

    assertThat(tokens.get()).isEqualTo("token-2");
  }

  @Test
  void a_token_without_a_lifetime_serves_until_it_is_refused() throws Exception {
    server.keepLifetimeSecret();
    AccessTokens tokens = tokens(withSecret());
    tokens.get();
    clock.advance(Duration.ofDays(300));

    assertThat(tokens.get()).isEqualTo("token-1");
  }

  @Test
  void a_token_that_lives_still_serves_while_it_cannot_be_renewed() throws Exception {
    AccessTokens tokens = tokens(withSecret());
    tokens.get();
    server.refuseNext(new TokenServer.Refusal(503, ""));
    clock.advance(Duration.ofSeconds(295));

    assertThat(tokens.get()).isEqualTo("token-1");
  }

  @Test
  void many_threads_fetch_one_token() throws Exception {
    AccessTokens tokens = tokens(withSecret());

    assertThat(together(tokens::get)).containsOnly("token-1");
    assertThat(server.forms()).hasSize(1);
  }

  @Test
  void many_threads_that_were_refused_fetch_one_token() throws Exception {
    AccessTokens tokens = tokens(withSecret());
    String refused = tokens.get();

    assertThat(together(() -> tokens.getInsteadOf(refused))).containsOnly("token-2");
    assertThat(server.forms()).hasSize(2);
  }

  @Test
  void a_refusal_names_address_status_and_oauths_word_but_no_secret() {
    server.refuseNext(
        new TokenServer.Refusal(
            401, "{\"error\":\"invalid_client\",\"error_description\":\"" + SECRET + "\"}"));

    assertThatThrownBy(() -> tokens(withSecret()).get())
        .isInstanceOf(ComposerException.Away.class)
        .hasMessageContaining(server.url().toString())
        .hasMessageContaining("401 (invalid_client)")
        .hasMessageContaining("agent.authentication.client-secret")
        .hasMessageNotContaining("s3cr");
  }

  @Test
  void a_token_server_in_trouble_is_left_alone_for_a_while() {
    AccessTokens tokens = tokens(withSecret());
    server.refuseNext(new TokenServer.Refusal(500, "oops"));
    assertThatThrownBy(tokens::get).hasMessageContaining("500");

    assertThatThrownBy(tokens::get).hasMessageContaining("500");

    assertThat(server.forms()).hasSize(1);
  }

  @Test
  void a_token_server_is_asked_again_after_the_pause() throws Exception {
    AccessTokens tokens = tokens(withSecret());
    server.refuseNext(new TokenServer.Refusal(500, "oops"));
    assertThatThrownBy(tokens::get).hasMessageContaining("500");
    clock.advance(Duration.ofSeconds(2));

    assertThat(tokens.get()).isEqualTo("token-2");
  }

  @Test
  void an_answer_without_a_token_is_named() {
    server.refuseNext(new TokenServer.Refusal(200, "<html>Sign in</html>"));

    assertThatThrownBy(() -> tokens(withSecret()).get())
        .hasMessageContaining("200 without an access token");
  }

  @Test
  void a_token_that_would_break_a_header_is_none() {
    server.refuseNext(new TokenServer.Refusal(200, "{\"access_token\":\"a\\r\\nX-Evil: 1\"}"));

    assertThatThrownBy(() -> tokens(withSecret()).get())
        .hasMessageContaining("200 without an access token");
  }

  @Test
  void a_token_server_that_is_not_there_is_named() {
    Authentication nowhere =
        new Authentication(
            URI.create("http://localhost:1/token"),
            "agent #1",
            Optional.empty(),
            Optional.of(secret));

    assertThatThrownBy(() -> tokens(nowhere).get())
        .isInstanceOf(ComposerException.Away.class)
        .hasMessageContaining("http://localhost:1/token");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53})
  void a_lifetime_beyond_all_time_is_none_to_count_on(long seconds) throws Exception {
    server.giveLifetime(seconds);

    String token = tokens(withSecret()).get();

    assertThat(token).isEqualTo("token-1");
  }

  @Test
  void a_secret_that_vanished_is_named_by_its_file() throws Exception {
    AccessTokens tokens = tokens(withSecret());
    Files.delete(secret);

    assertThatThrownBy(tokens::get).hasMessageContaining(secret.toString());
  }

  private Authentication withSecret() {
    return new Authentication(server.url(), "agent #1", Optional.empty(), Optional.of(secret));
  }

  private AccessTokens tokens(Authentication settings) {
    try {
      Wire wire = new Wire(ComposerTrust.ofTokenServer(Optional.empty()), Optional.empty());
      return new AccessTokens(settings, wire, clock, new Random(1));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> together(Callable<String> call) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> all =
          threads.invokeAll(IntStream.range(0, THREADS).mapToObj(i -> call).toList());
      return all.stream().map(Future::resultNow).toList();
    }
  }
}
