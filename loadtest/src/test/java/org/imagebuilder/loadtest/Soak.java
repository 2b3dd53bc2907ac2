package org.imagebuilder.loadtest;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.imagebuilder.loadtest.play.Agents;
import org.imagebuilder.loadtest.play.Callers;
import org.imagebuilder.loadtest.play.Promises;
import org.imagebuilder.loadtest.play.QueueWait;
import org.imagebuilder.loadtest.play.Size;
import org.imagebuilder.loadtest.play.Story;
import org.imagebuilder.loadtest.play.Users;

/**
 * An ordinary day, for long: everybody at once and nobody in a hurry, to see what grows or wears
 * out.
 *
 * <p>Story: people ask for images and wait until they are there; rows of images that take long are
 * asked for every 8 seconds; programs ask composer; agents work, and others wait in vain.
 *
 * <p>Numbers: 2 hours; 2 images a second asked for at imagebuilder and 5 at composer; 80 rows; 16
 * agents that take 200 ms for each job; 100 idle agents.
 *
 * <p>Must meet: the service level objectives; jobs wait for less than half a second (95 %); images
 * are there within 4 seconds (95 %). What memory the programs end with, beside what they began
 * with, is in the summary.
 */
public final class Soak extends Simulation {
  private static final Duration STORY = Size.time(Duration.ofHours(2));
  private static final Duration JOB = Duration.ofMillis(200);
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final Duration SOON = Duration.ofSeconds(4);
  private static final String IN_TIME = "the image is there in time";

  private static PopulationBuilder people() {
    return scenario("people")
        .exec(Users.belongTo("people", 10), Users.list())
        .exec(Users.postAndAwait(Users.POST, Users.STATUS, IN_TIME, SOON))
        .injectOpen(constantUsersPerSec(Size.rate(2)).during(STORY))
        .protocols(Users.protocol());
  }

  private static PopulationBuilder rows() {
    return scenario("rows")
        .exec(Users.belongTo("rows", 10), Users.postForNobody())
        .asLongAs(new Story(STORY)::goesOn)
        .on(pace(Duration.ofSeconds(8)).exec(Users.look(Users.STATUS)))
        .injectOpen(rampUsers(Size.number(80)).during(Size.pause(Duration.ofMinutes(1), STORY)))
        .protocols(Users.protocol());
  }

  private static PopulationBuilder programs() {
    return scenario("programs")
        .exec(Callers.post(), Callers.look())
        .injectOpen(constantUsersPerSec(Size.rate(5)).during(STORY))
        .protocols(Callers.protocol());
  }

  private static PopulationBuilder idleAgents() {
    return scenario("idle agents")
        .asLongAs(new Story(STORY)::goesOn)
        .on(Agents.pollInVain())
        .injectOpen(atOnceUsers(Size.number(100)))
        .protocols(Agents.protocol());
  }

  {
    setUp(
            people(),
            rows(),
            programs(),
            idleAgents(),
            Agents.working(Size.number(16), JOB, STORY.plus(SOON)),
            QueueWait.lookAfter(STORY, WAIT))
        .assertions(
            Promises.all()
                .imagebuilder(Users.POST, Users.STATUS, Users.LIST)
                .composer(Callers.POST, Callers.STATUS, Agents.HEARTBEAT, Agents.RESULT)
                .usually(IN_TIME)
                .never(Agents.IDLE_POLL, QueueWait.LOOK)
                .list());
  }
}
