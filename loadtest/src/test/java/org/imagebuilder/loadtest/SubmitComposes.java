package org.imagebuilder.loadtest;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * People ask for images and look whether they are done.
 *
 * <p>Story: each user posts one compose, then reads its status three times, a second apart.
 *
 * <p>Parameters: {@code users} a second (default 10), {@code seconds} (default 20), {@code url} of
 * imagebuilder.
 *
 * <p>Must meet: no failed call, 95 % of all calls below 200 ms.
 */
public final class SubmitComposes extends Simulation {
  private static final String REQUEST =
      """
      {"distribution":"debian-13",
       "image_requests":[{"architecture":"x86_64","image_type":"guest-image",
         "upload_request":{"type":"aws.s3","options":{}}}],
       "customizations":{"hostname":"load","packages":["vim-tiny"]}}
      """;

  private static final ScenarioBuilder PEOPLE =
      scenario("submit composes")
          .exec(
              http("POST /compose")
                  .post("/compose")
                  .body(StringBody(REQUEST))
                  .check(status().is(201), jsonPath("$.id").saveAs("id")))
          .repeat(3)
          .on(
              pause(Duration.ofSeconds(1))
                  .exec(http("GET /composes/{id}").get("/composes/#{id}").check(status().is(200))));

  {
    setUp(
            PEOPLE.injectOpen(
                constantUsersPerSec(Target.number("users", 10))
                    .during(Duration.ofSeconds(Target.number("seconds", 20)))))
        .protocols(Target.imagebuilder())
        .assertions(
            global().failedRequests().count().is(0L),
            global().responseTime().percentile(95.0).lt(200));
  }
}
