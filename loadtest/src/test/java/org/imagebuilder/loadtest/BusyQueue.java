package org.imagebuilder.loadtest;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.imagebuilder.loadtest.play.Agents;
import org.imagebuilder.loadtest.play.Callers;
import org.imagebuilder.loadtest.play.Promises;
import org.imagebuilder.loadtest.play.QueueWait;
import org.imagebuilder.loadtest.play.Size;

/**
 * Sixty-four agents are kept busy, and jobs still start at once.
 *
 * <p>Story: programs ask composer for images as fast as the agents can nearly make them, and look
 * once, two seconds later. Each agent takes a job, confirms it, works, reports, and asks again.
 *
 * <p>Numbers: 64 agents that take half a second for each of an image's two jobs, so that they can
 * do 128 jobs a second; 48 requests a second, which make 96 jobs; 60 seconds.
 *
 * <p>Must meet: jobs wait for less than a second (95 %); the service level objectives.
 */
public final class BusyQueue extends Simulation {
  private static final Duration STORY = Size.time(Duration.ofMinutes(1));
  private static final Duration JOB = Duration.ofMillis(500);
  private static final Duration WAIT = Duration.ofSeconds(1);

  {
    setUp(
            scenario("programs")
                .exec(Callers.post())
                .exec(pause(Duration.ofSeconds(2)).exec(Callers.look()))
                .injectOpen(constantUsersPerSec(Size.rate(48)).during(STORY))
                .protocols(Callers.protocol()),
            Agents.working(Size.number(64), JOB, STORY.plusSeconds(2)),
            QueueWait.lookAfter(STORY, WAIT))
        .assertions(
            Promises.all()
                .never(QueueWait.LOOK)
                .composer(Callers.POST, Callers.STATUS, Agents.HEARTBEAT, Agents.RESULT)
                .list());
  }
}
