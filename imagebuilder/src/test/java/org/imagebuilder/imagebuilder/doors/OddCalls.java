package org.imagebuilder.imagebuilder.doors;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.imagebuilder.imagebuilder.doubles.ApiCaller;
import org.imagebuilder.imagebuilder.doubles.ApiCaller.Answer;
import org.imagebuilder.imagebuilder.doubles.FakeComposer;
import org.junit.jupiter.api.BeforeEach;

/** Sends odd calls to an operation, and looks at each answer and at what it left behind. */
abstract class OddCalls {
  static final String DOORS = "org.imagebuilder.imagebuilder.doors.ServedContract#";
  static final String JSON = "application/json";

  private static final int SHOWN = 600;
  private static final ReplyCheck CHECK = new ReplyCheck();

  @SuppressWarnings("NullAway.Init")
  FakeComposer composer;

  final List<String> faults = new ArrayList<>();
  final Scene scene = new Scene();
  private String rows = "";

  @BeforeEach
  void calm() {
    composer.reset();
  }

  /** From here on nothing may be stored until {@link #nothingStored}. */
  final void begin(Door door) {
    scene.values(door);
    rows = scene.rows();
  }

  /** Whatever was refused since the beginning left nothing, neither here nor at composer. */
  final void nothingStored() {
    String now = scene.rows();
    if (!now.equals(rows)) {
      faults.add("refusals stored something: " + rows + " → " + now);
    }
  }

  /** A call at this path, with the body if there is one. */
  final Answer send(Door door, String path, @org.jspecify.annotations.Nullable String body) {
    return send(door, path, JSON, body == null ? BodyPublishers.noBody() : text(body), shown(body));
  }

  final Answer send(
      Door door,
      String path,
      @org.jspecify.annotations.Nullable String mediaType,
      BodyPublisher body,
      String shown) {
    HttpRequest.Builder request =
        scene.owner.request(ApiCaller.BASE + path).method(door.method(), body);
    if (mediaType != null && body.contentLength() != 0) {
      request.header("Content-Type", mediaType);
    }
    Answer answer = ApiCaller.call(request);
    for (String fault : CHECK.faults(door, answer)) {
      fault(door, path, shown, answer, fault);
    }
    return answer;
  }

  final void expect(Answer answer, Set<Integer> statuses, Door door, String path, String shown) {
    if (!statuses.contains(answer.status())) {
      fault(door, path, shown, answer, "is not one of " + statuses);
    }
  }

  private void fault(Door door, String path, String shown, Answer answer, String fault) {
    faults.add(
        "%s %s %s%n  → %d %s%n  %s"
            .formatted(door.method(), path, shown, answer.status(), shown(answer.text()), fault));
  }

  /** A body that fits, where the operation wants one. */
  static @org.jspecify.annotations.Nullable String goodBody(Door door) {
    return door.needsBody() ? door.examples().getFirst().toString() : null;
  }

  static BodyPublisher text(String body) {
    return BodyPublishers.ofString(body);
  }

  static String shown(@org.jspecify.annotations.Nullable String text) {
    if (text == null) {
      return "";
    }
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "… (" + text.length() + ")" : text;
  }
}
