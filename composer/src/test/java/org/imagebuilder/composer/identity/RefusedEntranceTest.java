package org.imagebuilder.composer.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.imagebuilder.composer.operations.StartException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when the keys of a door contradict each other, and access lists. */
class RefusedEntranceTest {
  private static final String PREFIX = "composer.identity.worker-api.";
  private static final Map<String, String> COMPLETE =
      Map.of("enabled", "true", "key-urls", "https://sso/certs", "tenant-claims", "org,account");

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path directory;

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void what_is_complete_is_taken() {
    assertThatCode(() -> plan(Map.of())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "key-urls||has to be set where composer.identity.worker-api.enabled=true",
        "tenant-claims||has to be set where composer.identity.worker-api.enabled=true",
        "key-urls|http://sso/certs|'http://sso/certs' (composer.identity.worker-api.key-urls)",
        "key-urls|https://sso,ftp://sso|'ftp://sso'",
        "key-urls|https:///certs|has to begin with https://",
        "key-urls|not a url|has to begin with https://",
        "interactive-claim|roles|composer.identity.worker-api.interactive-values has to be set",
        "acl-file|/none.yaml|(composer.identity.worker-api.acl-file) cannot be used",
        "ca-file|/none.pem|(composer.identity.worker-api.ca-file) cannot be used",
      })
  void a_key_that_cannot_be_used_is_named(String key, String value, String sentence) {
    assertThatThrownBy(() -> plan(Map.of(key, value == null ? "" : value)))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void claims_whose_names_could_be_taken_for_values_are_not_kept_apart() {
    assertThatThrownBy(
            () -> plan(Map.of("separate-tenant-claims", "true", "tenant-claims", "org,a=b")))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll("separate-tenant-claims=true", "'a=b'", "tenant-claims");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "claim: org|a list",
        "text|a list",
        "- claim: org|item 1 has to have 'claim' and 'pattern'",
        "- pattern: x|item 1 has to have 'claim' and 'pattern'",
        "- {claim: org, pattern: 1}|item 1 has to have",
        "[{claim: org, pattern: a}, {claim: org, pattern: '('}]|the pattern of item 2",
        "[{|acl.yaml",
      })
  void an_access_list_that_cannot_be_used_says_why(String content, String why) throws IOException {
    Path file = Files.writeString(directory.resolve("acl.yaml"), content);

    assertThatThrownBy(() -> AccessList.read(file, "the.key"))
        .isInstanceOf(StartException.class)
        .hasMessageContainingAll("the.key", file.toString(), why);
  }

  @ParameterizedTest
  @CsvSource({"''", "'[]'", "'# nothing'", "'---'", "'null'"})
  void an_empty_access_list_is_for_everybody(String content) throws IOException {
    AccessList list = read(content);

    assertThatCode(() -> list.check(Map.of())).doesNotThrowAnyException();
  }

  @Test
  void an_item_is_found_anywhere_in_a_text_unless_it_has_anchors() throws IOException {
    AccessList list = read("[{claim: org, pattern: bc}, {claim: org, pattern: ^x$}]");

    assertThatCode(() -> list.check(Map.of("org", "abcd"))).doesNotThrowAnyException();
    assertThatCode(() -> list.check(Map.of("org", "x"))).doesNotThrowAnyException();
    assertThatThrownBy(() -> list.check(Map.of("org", "xx")))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessage("Access denied");
  }

  @Test
  void a_claim_that_is_no_text_grants_nothing() throws IOException {
    AccessList list = read("[{claim: org, pattern: .}]");

    assertThatThrownBy(() -> list.check(Map.of("org", 7))).hasMessage("Access denied");
    assertThatThrownBy(() -> list.check(Map.of())).hasMessage("Access denied");
  }

  @Test
  void a_door_that_asks_nobody_needs_no_keys() {
    assertThat(planner().plan(Door.WORKER_API, rules(Map.of("enabled", "false")))).isEmpty();
  }

  private AccessList read(String content) throws IOException {
    return AccessList.read(Files.writeString(directory.resolve("acl.yaml"), content), "the.key");
  }

  private void plan(Map<String, String> changes) {
    Map<String, String> keys = new HashMap<>(COMPLETE);
    keys.putAll(changes);
    assertThat(planner().plan(Door.WORKER_API, rules(keys))).isPresent();
  }

  private EntrancePlanner planner() {
    return new EntrancePlanner(vertx, InstantSource.system());
  }

  private static IdentityConfig.DoorRules rules(Map<String, String> keys) {
    Map<String, String> full = new HashMap<>();
    keys.forEach((key, value) -> full.put(PREFIX + key, value));
    return new SmallRyeConfigBuilder()
        .withMapping(IdentityConfig.class)
        .withConverter(Duration.class, 200, new DurationConverter())
        .withSources(new PropertiesConfigSource(full, "test", 500))
        .build()
        .getConfigMapping(IdentityConfig.class)
        .workerApi();
  }
}
