package org.imagebuilder.loadtest.play;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.http.HttpProtocolBuilder;

/** Programs that call composer themselves, as imagebuilder does. */
public final class Callers {
  /** Names of calls, as reports and promises have them. */
  public static final String POST = "composer: POST /compose";

  public static final String STATUS = "composer: GET /composes/{id}";

  private static final String BASE = "/api/image-builder-composer/v2";
  private static final String REQUEST =
      """
      {"distribution":"debian-13","image_request":{"architecture":"x86_64",
       "image_type":"guest-image","repositories":[],
       "upload_targets":[{"type":"local","upload_options":{}}]}}
      """;

  private Callers() {}

  public static HttpProtocolBuilder protocol() {
    return http.baseUrl(Doors.composer() + BASE)
        .contentTypeHeader("application/json")
        .acceptHeader("application/json")
        .shareConnections();
  }

  /** Asks for an image in the name of the organisation of this number, and keeps its id. */
  public static ChainBuilder post() {
    return exec(
        http(POST)
            .post("/compose")
            .header("X-Fair-Share-Key", session -> "caller-" + session.userId() % 10)
            .body(StringBody(REQUEST))
            .check(status().is(201), jsonPath("$.id").saveAs("id")));
  }

  /** Looks how the image is that was asked for last. */
  public static ChainBuilder look() {
    return exec(http(STATUS).get("/composes/#{id}").check(status().is(200)));
  }
}
