package org.imagebuilder.loadtest;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.imagebuilder.loadtest.play.Agents;
import org.imagebuilder.loadtest.play.Promises;
import org.imagebuilder.loadtest.play.Size;
import org.imagebuilder.loadtest.play.Users;

/**
 * One organisation floods the service with requests, and the others must not notice.
 *
 * <p>Story: one organisation asks for more images than all agents can make, so that a queue builds
 * up that would take longer than the story. People of eight others ask for an image each, look
 * every second, and leave when it is there.
 *
 * <p>Numbers: 6 agents that take half a second for each of an image's two jobs, so that they can
 * make 6 images a second; the flood brings 10 a second, the others together 1; 60 seconds.
 *
 * <p>Must meet: of the others 95 % have their image within 4 seconds: two jobs of half a second,
 * the end of somebody else's job before each, and up to a second until they look. They would wait
 * ever longer, in the end for half a minute, if it went by who came first. The service level
 * objectives hold for everybody, also for the flood.
 */
public final class MixedTenants extends Simulation {
  private static final Duration STORY = Size.time(Duration.ofMinutes(1));
  private static final Duration JOB = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofSeconds(4);

  private static final String FLOOD = "flood: POST /compose";
  private static final String POST = "others: POST /compose";
  private static final String STATUS = "others: GET /composes/{id}";
  private static final String IN_TIME = "others: the image is there in time";

  {
    setUp(
            scenario("flood")
                .exec(Users.belongTo("flood", 1), Users.post(FLOOD))
                .injectOpen(constantUsersPerSec(Size.rate(10)).during(STORY))
                .protocols(Users.protocol()),
            scenario("others")
                .exec(Users.belongTo("other", 8))
                .exec(Users.postAndAwait(POST, STATUS, IN_TIME, SOON))
                .injectOpen(constantUsersPerSec(Size.rate(1)).during(STORY))
                .protocols(Users.protocol()),
            Agents.working(Size.number(6), JOB, STORY.plus(SOON)))
        .assertions(
            Promises.all()
                .usually(IN_TIME)
                .never(POST, STATUS)
                .imagebuilder(FLOOD, POST)
                .composer(Agents.HEARTBEAT, Agents.RESULT)
                .list());
  }
}
