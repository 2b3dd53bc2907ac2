package org.imagebuilder.imagebuilder.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.ComposerResource;
import org.imagebuilder.imagebuilder.doubles.Examples;
import org.imagebuilder.imagebuilder.doubles.PostgresResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever stands in the identity header, the running program has a documented answer. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(ComposerResource.class)
class OddHeadersTest {
  private static final String GOOD =
      """
      {"identity":{"type":"User","org_id":"1","internal":{"org_id":"1","auth_time":7},
       "account_number":"42","user":{"email":"a@example.com","username":"a","is_active":true}},
       "entitlements":{"rhel":{"is_entitled":true,"is_trial":false}}}
      """;

  /** What stands in the place of some part of a good header. */
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "-1",
          "1e400",
          "9".repeat(400),
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\u202e\"",
          "[]",
          "[{}]",
          "{}",
          "{\"x\":{}}",
          "\"Associate\"",
          "\"" + "x".repeat(300) + "\"",
          "[".repeat(2000) + "]".repeat(2000));

  private final Random random = new Random(20260821);

  @ParameterizedTest
  @CsvSource({"256", "3000", "7000"})
  void an_organisation_too_long_to_be_kept_is_no_organisation(int length) {
    Answer answer =
        ApiCaller.of(randomWord(length)).compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text())
        .isEqualTo("Bad Request: x-rh-identity header has an invalid or missing org_id\n");
  }

  @Test
  void the_longest_organisation_is_served() {
    Answer answer =
        ApiCaller.of(randomWord(255)).compose(Examples.read("compose.request.debian-13.json"));

    assertThat(answer.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({"20480", "65536", "120000"})
  void a_header_that_is_too_large_is_told_so(int size) {
    Answer answer = call("A".repeat(size));

    assertThat(answer.status()).isEqualTo(431);
    assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.json()).isEqualTo(Examples.read("error-431.json"));
  }

  @Test
  void a_header_beyond_all_measure_is_refused_without_a_word() {
    assertThat(call("A".repeat(400_000)).status()).isEqualTo(431);
  }

  @Test
  void a_header_just_below_the_limit_is_read() {
    Answer answer = call("%".repeat(20_000));

    assertThat(answer.text()).isEqualTo("Bad Request: unable to b64 decode x-rh-identity header\n");
  }

  @Test
  void a_path_that_is_too_long_is_told_so() {
    Answer answer = ApiCaller.of("1").get("/composes?limit=" + "1".repeat(5000));

    assertThat(answer.status()).isEqualTo(414);
  }

  @Test
  void no_header_of_some_hundred_random_ones_is_a_fault_of_ours() {
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String header = randomHeader();
      Answer answer = call(header);
      if (!isDocumented(answer)) {
        faults.add(header + " → " + answer.status() + " " + answer.text());
      }
    }

    assertThat(faults).isEmpty();
  }

  private static boolean isDocumented(Answer answer) {
    String type = answer.response().headers().firstValue("Content-Type").orElse("");
    return switch (answer.status()) {
      case 200 -> type.equals("application/json");
      case 400 ->
          type.equals("application/json")
              ? answer.detail().startsWith("unsupported account type: ")
              : type.equals("text/plain; charset=utf-8")
                  && answer.text().matches("Bad Request: [ -~]+\n");
      case 401 -> answer.text().equals("Unauthorized: missing identity header\n");
      default -> false;
    };
  }

  private String randomHeader() {
    return switch (random.nextInt(4)) {
      case 0 -> randomVisible();
      case 1 -> base64(randomBytes());
      case 2 -> broken(base64(GOOD.getBytes(StandardCharsets.UTF_8)));
      default -> base64(withOddPart().getBytes(StandardCharsets.UTF_8));
    };
  }

  /** A good document in which one value, or anything else between two marks, is odd. */
  private String withOddPart() {
    String[] parts = GOOD.split("(?<=:)|(?=[,}])", -1);
    parts[random.nextInt(parts.length)] = ODD.get(random.nextInt(ODD.size()));
    return String.join("", parts);
  }

  private String broken(String header) {
    StringBuilder text = new StringBuilder(header);
    for (int i = 0; i <= random.nextInt(3); i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, "-_=+/ ~".charAt(random.nextInt(7)));
        default -> text.setLength(Math.max(4, at));
      }
    }
    return text.toString().strip();
  }

  private String randomVisible() {
    StringBuilder text = new StringBuilder("x");
    int length = random.nextInt(200);
    for (int i = 0; i < length; i++) {
      text.append((char) (33 + random.nextInt(94)));
    }
    return text.toString();
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String randomWord(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Answer call(String header) {
    HttpRequest.Builder request = ApiCaller.anonymous(ApiCaller.BASE + "/composes");
    return ApiCaller.call(request.header("x-rh-identity", header).GET());
  }
}
