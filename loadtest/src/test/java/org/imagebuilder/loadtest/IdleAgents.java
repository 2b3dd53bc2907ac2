package org.imagebuilder.loadtest;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.imagebuilder.loadtest.play.Agents;
import org.imagebuilder.loadtest.play.Callers;
import org.imagebuilder.loadtest.play.Promises;
import org.imagebuilder.loadtest.play.QueueWait;
import org.imagebuilder.loadtest.play.Size;
import org.imagebuilder.loadtest.play.Story;

/**
 * A thousand agents wait for work that does not come, and nobody else may feel it.
 *
 * <p>Story: each idle agent holds one connection and asks for a kind of image that nobody wants;
 * composer answers after its poll time that there is nothing, and the agent asks again. Meanwhile
 * programs ask composer for other images, and a few agents make them.
 *
 * <p>Numbers: 1,000 idle agents that come within 15 seconds; 10 requests a second at composer; 16
 * agents that take 200 ms for each job; 90 seconds.
 *
 * <p>Must meet: no idle poll ends with anything but 204; the service level objectives; jobs wait
 * for less than half a second (95 %).
 */
public final class IdleAgents extends Simulation {
  private static final Duration STORY = Size.time(Duration.ofSeconds(90));
  private static final Duration JOB = Duration.ofMillis(200);
  private static final Duration WAIT = Duration.ofMillis(500);

  {
    setUp(
            scenario("idle agents")
                .asLongAs(new Story(STORY)::goesOn)
                .on(Agents.pollInVain())
                .injectOpen(rampUsers(Size.number(1000)).during(Size.part(STORY, 6)))
                .protocols(Agents.protocol()),
            scenario("programs")
                .exec(Callers.post(), Callers.look())
                .injectOpen(constantUsersPerSec(Size.rate(10)).during(STORY))
                .protocols(Callers.protocol()),
            Agents.working(Size.number(16), JOB, STORY),
            QueueWait.lookAfter(STORY, WAIT))
        .assertions(
            Promises.all()
                .never(Agents.IDLE_POLL, QueueWait.LOOK)
                .composer(Callers.POST, Callers.STATUS, Agents.HEARTBEAT, Agents.RESULT)
                .list());
  }
}
