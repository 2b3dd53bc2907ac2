package org.imagebuilder.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.imagebuilder.agent.testing.Canary;
import org.imagebuilder.agent.testing.CanaryWatch;
import org.imagebuilder.agent.testing.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are put together from what others said, and that nobody should get. */
class UnusableCallTest {

  @RegisterExtension private final CanaryWatch log = new CanaryWatch();
  private final HttpCaller caller = new HttpCaller(HttpTrust.usual(), HttpProxies.none());
  private final StandIn server;

  UnusableCallTest() throws IOException {
    server =
        new StandIn() {
          @Override
          protected Answer answer(Call call) {
            return Answer.of(200, "");
          }
        };
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary\r\nX-More: 1", "canary\n", "\u0000canary", "canary\u007f"})
  void a_value_that_no_header_can_hold_is_not_sent_and_not_repeated(String value) {
    IOException failure = failure(HttpCall.of("GET", server.uri()).header("X-Token", value));

    assertThat(failure).hasMessageContaining("X-Token").message().matches(it -> !Canary.isIn(it));
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void a_port_that_does_not_exist_is_said_at_once() {
    IOException failure = failure(HttpCall.of("GET", URI.create("https://h.example:99999/x")));

    assertThat(failure).hasMessage("there is no port 99999");
    assertThat(log.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "/relative", "jar:file:/x!/y"})
  void what_is_no_address_of_a_server_is_not_opened(String address) {
    assertThat(failure(HttpCall.of("GET", URI.create(address))))
        .hasMessageContaining("https:// or http://");
  }

  @Test
  void a_user_in_an_address_is_not_shown() {
    HttpCall call = HttpCall.of("GET", URI.create("https://me:canary@h.example:1/x"));

    assertThat(call.toString()).isEqualTo("GET https://h.example:1/x");
  }

  private IOException failure(HttpCall call) {
    return catchThrowableOfType(
        IOException.class, () -> caller.send(HttpRetry.from(Duration.ofMillis(1)), () -> call));
  }
}
