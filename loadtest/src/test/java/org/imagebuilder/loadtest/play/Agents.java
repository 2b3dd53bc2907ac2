package org.imagebuilder.loadtest.play;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.doIf;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;

/**
 * Agents that are no processes: each waits for a job, confirms it, takes its time and says that all
 * went well. They use a connection each, as agents do.
 */
public final class Agents {
  /** Names of calls, as reports and promises have them. */
  public static final String POLL = "agent: POST /jobs";

  public static final String IDLE_POLL = "agent: POST /jobs (nothing to do)";
  public static final String HEARTBEAT = "agent: GET /jobs/{token}";
  public static final String RESULT = "agent: PATCH /jobs/{token}";

  private static final String BASE = "/api/image-builder-worker/v1";
  private static final String ASK =
      """
      {"types":["debian-manifest","debian-image","rpm-manifest","search-packages"],
       "arch":"x86_64","capabilities":["confirms"]}
      """;
  // Nobody wants such images here, so whoever waits for these jobs goes on waiting.
  private static final String ASK_IN_VAIN =
      """
      {"types":["osbuild"],"arch":"s390x","capabilities":["confirms"]}
      """;

  private Agents() {}

  public static HttpProtocolBuilder protocol() {
    return http.baseUrl(Doors.workers().toString())
        .contentTypeHeader("application/json")
        .acceptHeader("application/json");
  }

  /** So many that work until the story's time is over; each job takes them this long. */
  public static PopulationBuilder working(int number, Duration job, Duration story) {
    return scenario("agents at work")
        .asLongAs(new Story(story)::goesOn)
        .on(
            exec(poll(POLL, ASK, 201, 204))
                .exec(doIf(session -> session.contains("location")).then(workOff(job))))
        .injectOpen(atOnceUsers(number))
        .protocols(protocol());
  }

  /** Asks once for a job that does not exist; 204 is the only right answer. */
  public static ChainBuilder pollInVain() {
    return poll(IDLE_POLL, ASK_IN_VAIN, 204);
  }

  private static ChainBuilder poll(String name, String body, Integer... answers) {
    return exec(session -> session.removeAll("location", "type"))
        .exec(
            http(name)
                .post(BASE + "/jobs")
                .body(StringBody(body))
                .check(status().in(answers))
                .checkIf((response, session) -> response.status().code() == 201)
                .then(
                    jsonPath("$.location").saveAs("location"), jsonPath("$.type").saveAs("type")));
  }

  private static ChainBuilder workOff(Duration job) {
    return exec(http(HEARTBEAT).get("#{location}").check(status().is(200)))
        .pause(job)
        .exec(
            http(RESULT)
                .patch("#{location}")
                .body(StringBody(Agents::result))
                .check(status().is(200)));
  }

  private static String result(Session session) {
    String result =
        switch (session.getString("type")) {
          case "debian-manifest" -> "{\"manifest\":{\"version\":\"1\"},\"packages\":[]}";
          case "search-packages" ->
              """
              {"packages":[{"Name":"qemu-img","Epoch":15,"Version":"6.2.0","Release":"1.el8",
                "Arch":"x86_64","Summary":"QEMU's tool for disk images"}]}
              """;
          // The stories ask for RPM images only with a package that does not exist.
          case "rpm-manifest" ->
              """
              {"job_error":{"id":21,"reason":"DNF error occurred: MarkingErrors",
                "details":"Error occurred when marking packages: no-such-package"}}
              """;
          case null, default ->
              """
              {"success":true,"upload_status":"success","host_os":"debian-12","arch":"x86_64",
               "osbuild_output":{"type":"result","success":true},
               "target_results":[{"name":"org.osbuild.aws.s3",
                 "options":{"url":"https://s3.example.com/images/load.qcow2"},
                 "osbuild_artifact":{"export_filename":"disk.qcow2","export_name":"image"}}]}
              """;
        };
    return "{\"result\":" + result + "}";
  }
}
