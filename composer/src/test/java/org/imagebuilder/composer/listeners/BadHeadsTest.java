package org.imagebuilder.composer.listeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.imagebuilder.composer.listeners.RawDoor.bytes;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no HTTP, or too little of it, gets the documented answer at both doors. */
@QuarkusTest
@SuppressWarnings("NullAway.Init")
class BadHeadsTest {
  private static final String CLOUD = "/api/image-builder-composer/v2";
  private static final String WORKER = "/api/image-builder-worker/v1";

  /** Whatever version the caller spoke. */
  private static final String REFUSED = "(?s)\\S+ 400 .*";

  private static final String LENGTH = "Content-Length: 2\r\n\r\n{}";

  @Inject WorkerListener listener;
  @TestHTTPResource URI main;

  /** With BASE for the path of the API. */
  static List<String> badHeads() {
    Stream<String> paths =
        Stream.of("%zz", "%", "%2", "a\\b", "a|b", "{}", "\"", "<a>", "^", "x?a=%zz", "x?a=|")
            .map(path -> "GET BASE/errors/" + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    Stream<String> targets =
        Stream.of("*", "x:80", "foo:bar", "api", "//")
            .map(target -> "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    Stream<String> versions =
        Stream.of("HTTP/1.2", "HTTP/2.0", "HTTP/3", "http/1.1", "FOO/1.1", "", "HTTP/1.1 x")
            .map(version -> "GET BASE/errors/5 " + version + "\r\nHost: x\r\n\r\n");
    Stream<String> headers =
        Stream.of(
                "",
                "Host: a b@[c\r\n",
                "Host: a\r\nHost: b\r\n",
                "Host: x\r\nA B: c\r\n",
                "Host : x\r\n",
                "Host: x\r\n: c\r\n",
                "Host: x\r\nA: c\0d\r\n",
                "Host: x\r\nContent-Length: -1\r\n",
                "Host: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n",
                "Host: x\r\nContent-Length: 99999999999999999999\r\n")
            .map(header -> "GET BASE/errors/5 HTTP/1.1\r\nConnection: close\r\n" + header + "\r\n");
    return Stream.of(
            paths,
            targets,
            versions,
            headers,
            Stream.of("hello\r\n\r\n", "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n"))
        .flatMap(all -> all)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("badHeads")
  void a_bad_head_is_refused_at_the_main_door(String head) throws IOException {
    String answer = RawDoor.say(main.getPort(), bytes(head.replace("BASE", CLOUD)));

    assertThat(answer)
        .matches(REFUSED)
        .contains("Content-Type: application/json", "\"code\":\"IMAGE-BUILDER-COMPOSER-42\"");
  }

  @ParameterizedTest
  @MethodSource("badHeads")
  void a_bad_head_is_refused_at_the_door_of_agents(String head) throws IOException {
    String answer = RawDoor.say(listener.port(), bytes(head.replace("BASE", WORKER)));

    assertThat(answer)
        .matches(REFUSED)
        .contains("Content-Type: application/json", "\"code\":\"IMAGE-BUILDER-WORKER-30\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n{}\r\n0\r\n\r\n", "-2\r\n{}\r\n", "2\r\n{}xx0\r\n\r\n"})
  void a_body_in_broken_pieces_is_refused(String pieces) throws IOException {
    String head = "Host: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";

    String cloud =
        RawDoor.say(
            main.getPort(), bytes("POST " + CLOUD + "/compose HTTP/1.1\r\n" + head + pieces));
    String worker =
        RawDoor.say(
            listener.port(), bytes("POST " + WORKER + "/jobs HTTP/1.1\r\n" + head + pieces));

    assertThat(cloud).startsWith("HTTP/1.1 400").contains("\"code\":\"IMAGE-BUILDER-COMPOSER-42\"");
    assertThat(worker).startsWith("HTTP/1.1 400").contains("\"code\":\"IMAGE-BUILDER-WORKER-10\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"charset=utf-16", "charset=iso-8859-1", "a=b; charset=\"UTF-16\"", "charset="})
  void json_in_another_character_set_is_refused(String parameter) throws IOException {
    String head = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json; ";

    String cloud =
        RawDoor.say(
            main.getPort(),
            bytes("POST " + CLOUD + "/compose" + head + parameter + "\r\n" + LENGTH));
    String jobs =
        RawDoor.say(
            listener.port(),
            bytes("POST " + WORKER + "/jobs" + head + parameter + "\r\n" + LENGTH));
    String report =
        RawDoor.say(
            listener.port(),
            bytes(
                "PATCH "
                    + WORKER
                    + "/jobs/0d2a9d6e-2f0b-4d4e-9c58-1b6d1f4a9c11"
                    + head
                    + parameter
                    + "\r\n"
                    + LENGTH));

    assertThat(cloud).startsWith("HTTP/1.1 415").contains("IMAGE-BUILDER-COMPOSER-3\"");
    assertThat(jobs).startsWith("HTTP/1.1 415").contains("IMAGE-BUILDER-WORKER-3\"");
    assertThat(report).startsWith("HTTP/1.1 415").contains("IMAGE-BUILDER-WORKER-3\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET BASE/errors/5 HTTP/1.0\r\n\r\n",
        "GET http://elsewhereBASE/errors/5 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET BASE/errors/%35 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET BASE/errors/5?a=(b)!;c HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n",
      })
  void unusual_heads_are_none_the_less_good(String head) throws IOException {
    String cloud = RawDoor.say(main.getPort(), bytes(head.replace("BASE", CLOUD)));
    String worker = RawDoor.say(listener.port(), bytes(head.replace("BASE", WORKER)));

    assertThat(cloud).matches("(?s)HTTP/1\\.[01] 200.*");
    assertThat(worker).matches("(?s)HTTP/1\\.[01] 200.*");
  }
}
