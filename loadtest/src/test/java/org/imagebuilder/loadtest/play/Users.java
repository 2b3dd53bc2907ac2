package org.imagebuilder.loadtest.play;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** People in organisations, with a browser or a script, at imagebuilder. */
public final class Users {
  /** Names of calls, as reports and promises have them. */
  public static final String POST = "POST /compose";

  public static final String STATUS = "GET /composes/{id}";
  public static final String LIST = "GET /composes";

  private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);
  private static final String ORGANISATION = "organisation";
  private static final String BASE = "/api/image-builder/v1";
  private static final String REQUEST =
      """
      {"distribution":"debian-13",
       "image_requests":[{"architecture":"x86_64","image_type":"guest-image",
         "upload_request":{"type":"aws.s3","options":{}}}],
       "customizations":{"hostname":"load","packages":["vim-tiny"]}}
      """;

  private static final String FOR_NOBODY =
      """
      {"distribution":"centos-9",
       "image_requests":[{"architecture":"aarch64","image_type":"guest-image",
         "upload_request":{"type":"aws.s3","options":{}}}]}
      """;

  private Users() {}

  /** They come through a gateway, which keeps its connections and tells who they are. */
  public static HttpProtocolBuilder protocol() {
    return http.baseUrl(Doors.imagebuilder() + BASE)
        .header("x-rh-identity", Users::identity)
        .contentTypeHeader("application/json")
        .acceptHeader("application/json")
        .shareConnections();
  }

  /** From now on this user belongs to one of so many organisations of that name. */
  public static ChainBuilder belongTo(String name, int organisations) {
    return exec(
        session ->
            session.set(ORGANISATION, name + "-" + Math.floorMod(session.userId(), organisations)));
  }

  /** Asks for an image that agents can make, and keeps its id. */
  public static ChainBuilder post(String name) {
    return post(name, REQUEST);
  }

  /** Asks for an image that no agent of these stories makes, so that it is never finished. */
  public static ChainBuilder postForNobody() {
    return post(POST, FOR_NOBODY);
  }

  /** Asks for this image, and keeps its id. */
  public static ChainBuilder post(String name, String request) {
    return exec(
        http(name)
            .post("/compose")
            .body(StringBody(request))
            .check(status().is(201), jsonPath("$.id").saveAs("id")));
  }

  /** Looks how the image is that was asked for last. */
  public static ChainBuilder look(String name) {
    return exec(
        http(name)
            .get("/composes/#{id}")
            .check(status().is(200), jsonPath("$.image_status.status").saveAs("state")));
  }

  /** Opens the page of images. */
  public static ChainBuilder list() {
    return exec(http(LIST).get("/composes?limit=10").check(status().is(200)));
  }

  /**
   * Asks for an image and looks every second until it is there. A last look fails where it is not,
   * or came later than that.
   */
  public static ChainBuilder postAndAwait(String post, String look, String last, Duration bound) {
    int most = Size.bound(bound);
    int looks = (int) LONGEST_PATIENCE.toSeconds();
    ChainBuilder again = pause(Duration.ofSeconds(1)).exec(look(look));
    return exec(session -> session.set("begin", System.nanoTime()).set("state", "pending"))
        .exec(post(post))
        .asLongAs(session -> waits(session, looks), "looked")
        .on(again)
        .exec(session -> session.set("took", millisSince(session)))
        .exec(
            http(last)
                .get("/composes/#{id}")
                .check(
                    jsonPath("$.image_status.status").is("success"),
                    bodyString()
                        .transformWithSession((body, session) -> session.getInt("took"))
                        .lte(most)));
  }

  private static int millisSince(Session session) {
    return (int) ((System.nanoTime() - session.getLong("begin")) / 1_000_000);
  }

  private static boolean waits(Session session, int looks) {
    return session.contains("id")
        && session.getInt("looked") < looks
        && !"success".equals(session.getString("state"));
  }

  private static String identity(Session session) {
    String json =
        """
        {"identity":{"org_id":"%1$s","type":"User","internal":{"org_id":"%1$s"}},
         "entitlements":{"rhel":{"is_entitled":true}}}\
        """
            .formatted(session.contains(ORGANISATION) ? session.getString(ORGANISATION) : "load");
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
