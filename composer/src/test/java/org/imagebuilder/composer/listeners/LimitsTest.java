package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.listeners.RawDoor.bytes;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is too much is refused at both doors with the documented body, and costs nothing. */
@QuarkusTest
@TestProfile(LimitsTest.Profile.class)
@SuppressWarnings("NullAway.Init")
class LimitsTest {
  private static final String CLOSE = "Connection: close\r\n";
  private static final String JSON = "Host: x\r\nContent-Type: application/json\r\n";

  @Inject WorkerListener listener;
  @TestHTTPResource URI main;

  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "composer.limits.body-timeout", "500ms",
          "composer.limits.head-timeout", "500ms",
          "composer.limits.waiting-polls", "2",
          "composer.limits.max-elements", "1000",
          "composer.workers.poll-time", "30s");
    }
  }

  /** Both doors, the path of a POST there, and the numbers of their errors. */
  enum Door {
    CLOUD("/api/image-builder-composer/v2", "/compose", "IMAGE-BUILDER-COMPOSER-", 49, 52, 53),
    WORKER("/api/image-builder-worker/v1", "/jobs", "IMAGE-BUILDER-WORKER-", 21, 23, 29);

    private final String base;
    private final String post;
    private final String code;
    private final int bodyTooLarge;
    private final int headTooLarge;
    private final int uriTooLong;

    Door(
        String base, String post, String code, int bodyTooLarge, int headTooLarge, int uriTooLong) {
      this.base = base;
      this.post = post;
      this.code = code;
      this.bodyTooLarge = bodyTooLarge;
      this.headTooLarge = headTooLarge;
      this.uriTooLong = uriTooLong;
    }

    private String error(int number) {
      return "\"code\":\"" + code + number + "\"";
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_body_without_a_length_is_counted_as_it_comes(Door door) throws IOException {
    byte[] chunk = bytes("10000\r\n" + " ".repeat(0x10000) + "\r\n");

    String answer =
        RawDoor.say(
            port(door),
            bytes(post(door) + "Transfer-Encoding: chunked\r\n\r\n"),
            repeated(chunk, 40),
            bytes("0\r\n\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 413").contains(door.error(door.bodyTooLarge));
  }

  @ParameterizedTest
  @EnumSource
  void a_body_that_announces_too_much_is_not_waited_for(Door door) throws IOException {
    String answer = RawDoor.say(port(door), bytes(post(door) + "Content-Length: 2000000\r\n\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 413").contains(door.error(door.bodyTooLarge));
  }

  @ParameterizedTest
  @EnumSource
  void a_body_that_does_not_come_is_not_waited_for(Door door) throws IOException {
    String answer =
        RawDoor.say(port(door), bytes(post(door) + CLOSE + "Content-Length: 100000\r\n\r\n{"));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"operation_id\"");
  }

  static List<Arguments> doorsAndSizes() {
    return Stream.of(Door.values())
        // Some above the limit, and so much that the server itself reads no further.
        .flatMap(door -> Stream.of(30_000, 1_000_000).map(size -> Arguments.of(door, size)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("doorsAndSizes")
  void headers_beyond_the_limit_are_told_so(Door door, int size) throws IOException {
    String answer =
        RawDoor.say(
            port(door),
            bytes(get(door, "/errors/1") + CLOSE + "X-Large: " + "x".repeat(size) + "\r\n\r\n"));

    assertThat(answer).startsWith("HTTP/1.1 431").contains(door.error(door.headTooLarge));
  }

  @ParameterizedTest
  @CsvSource({"CLOUD,6000", "CLOUD,1000000", "WORKER,6000", "WORKER,1000000"})
  void a_path_beyond_the_limit_is_told_so(Door door, int size) throws IOException {
    String answer =
        RawDoor.say(port(door), bytes(get(door, "/errors/" + "1".repeat(size)) + CLOSE + "\r\n"));

    // In the oldest version where the line was not read to its end.
    assertThat(answer).matches("(?s)HTTP/1.[01] 414 .*").contains(door.error(door.uriTooLong));
  }

  @ParameterizedTest
  @EnumSource
  void a_head_that_comes_drop_by_drop_is_not_waited_for(Door door) throws IOException {
    try (Socket socket = new Socket("localhost", port(door))) {
      AtomicBoolean hungUp = new AtomicBoolean();
      Thread reader =
          Thread.startVirtualThread(
              () -> {
                try {
                  hungUp.set(socket.getInputStream().read() < 0);
                } catch (IOException reset) {
                  hungUp.set(true);
                }
              });
      socket.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: x\r\nA: "));

      Awaitility.await()
          .untilAsserted(
              () -> {
                drop(socket);
                assertThat(hungUp).isTrue();
              });
      reader.interrupt();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_outlives_many_heads_and_their_time_out(Door door) throws IOException {
    try (Socket socket = new Socket("localhost", port(door))) {
      socket.getOutputStream().write(bytes(get(door, "/errors/5") + "\r\n"));
      assertThat(socket.getInputStream().read()).isEqualTo('H');

      String late =
          Awaitility.await()
              .pollDelay(Duration.ofMillis(1_200))
              .until(
                  () -> RawDoor.say(socket, bytes(get(door, "/errors/5") + CLOSE + "\r\n")),
                  text -> true);

      assertThat(late).contains("HTTP/1.1 200");
    }
  }

  /** The other side may be gone already. */
  private static void drop(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException gone) {
      // That is what is waited for.
    }
  }

  @ParameterizedTest
  @EnumSource
  void json_with_too_many_elements_is_refused(Door door) throws IOException {
    String body = "{\"types\":[" + "\"a\",".repeat(2_000) + "\"a\"]}";

    String answer =
        RawDoor.say(
            port(door),
            bytes(post(door) + CLOSE + "Content-Length: " + body.length() + "\r\n\r\n" + body));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("nested", "\"operation_id\"");
  }

  @ParameterizedTest
  @EnumSource
  void json_that_is_nested_too_deep_is_refused(Door door) throws IOException {
    String body = "{\"types\":" + "[".repeat(200) + "]".repeat(200) + "}";

    String answer =
        RawDoor.say(
            port(door),
            bytes(post(door) + CLOSE + "Content-Length: " + body.length() + "\r\n\r\n" + body));

    assertThat(answer).startsWith("HTTP/1.1 400").contains("\"operation_id\"");
  }

  @Test
  void more_waiting_polls_than_allowed_are_sent_away_and_clients_are_served() throws IOException {
    List<Socket> waiting = new ArrayList<>();
    String poll = "{\"types\":[\"none\"],\"arch\":\"none\"}";
    byte[] request =
        bytes(post(Door.WORKER) + CLOSE + "Content-Length: " + poll.length() + "\r\n\r\n" + poll);
    for (int i = 0; i < 2; i++) {
      Socket socket = new Socket("localhost", port(Door.WORKER));
      socket.getOutputStream().write(request);
      waiting.add(socket);
      // Answered after the poll was read, for both take turns on the same loops.
      RawDoor.say(port(Door.WORKER), bytes(get(Door.WORKER, "/status") + CLOSE + "\r\n"));
    }

    String third = RawDoor.say(port(Door.WORKER), request);
    String client =
        RawDoor.say(port(Door.CLOUD), bytes(get(Door.CLOUD, "/errors/4") + CLOSE + "\r\n"));

    assertThat(third).startsWith("HTTP/1.1 429").contains("Retry-After: ", Door.WORKER.error(22));
    assertThat(client).startsWith("HTTP/1.1 200");
    for (Socket socket : waiting) {
      socket.close();
    }
  }

  private int port(Door door) {
    return door == Door.CLOUD ? main.getPort() : listener.port();
  }

  private static String post(Door door) {
    return "POST " + door.base + door.post + " HTTP/1.1\r\n" + JSON;
  }

  private static String get(Door door, String path) {
    return "GET " + door.base + path + " HTTP/1.1\r\nHost: x\r\n";
  }

  private static byte[] repeated(byte[] part, int times) {
    byte[] all = new byte[part.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(part, 0, all, i * part.length, part.length);
    }
    return all;
  }
}
