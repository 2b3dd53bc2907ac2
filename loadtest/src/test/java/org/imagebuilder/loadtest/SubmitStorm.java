package org.imagebuilder.loadtest;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.OpenInjectionStep;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.imagebuilder.loadtest.play.Agents;
import org.imagebuilder.loadtest.play.Callers;
import org.imagebuilder.loadtest.play.Promises;
import org.imagebuilder.loadtest.play.Size;
import org.imagebuilder.loadtest.play.Users;

/**
 * A new release is out and everybody wants an image at once, more than agents can build.
 *
 * <p>Story: for a third of the time it is quiet, then requests come at six times that rate, by
 * people at imagebuilder and by programs at composer, then it is quiet again. Who has asked looks
 * once, ten seconds later. Agents fall behind and work on.
 *
 * <p>Numbers: 60 seconds; at imagebuilder 2 requests a second, in the storm 12; at composer 10, in
 * the storm 60; 16 agents that take half a second for each of an image's two jobs.
 *
 * <p>Must meet: the service level objectives, with no request refused and none forgotten: whoever
 * looks finds what he asked for.
 */
public final class SubmitStorm extends Simulation {
  private static final Duration STORY = Size.time(Duration.ofMinutes(1));
  private static final Duration THIRD = Size.part(STORY, 3);
  private static final Duration LATER = Size.pause(Duration.ofSeconds(10), STORY);
  private static final Duration JOB = Duration.ofMillis(500);
  private static final int TIMES = 6;

  private static OpenInjectionStep[] storm(double quiet) {
    return new OpenInjectionStep[] {
      constantUsersPerSec(Size.rate(quiet)).during(THIRD),
      constantUsersPerSec(Size.rate(quiet * TIMES)).during(THIRD),
      constantUsersPerSec(Size.rate(quiet)).during(THIRD)
    };
  }

  {
    setUp(
            scenario("people")
                .exec(Users.belongTo("people", 20), Users.post(Users.POST))
                .exec(pause(LATER).exec(Users.look(Users.STATUS)))
                .injectOpen(storm(2))
                .protocols(Users.protocol()),
            scenario("programs")
                .exec(Callers.post())
                .exec(pause(LATER).exec(Callers.look()))
                .injectOpen(storm(10))
                .protocols(Callers.protocol()),
            Agents.working(Size.number(16), JOB, STORY))
        .assertions(
            Promises.all()
                .imagebuilder(Users.POST, Users.STATUS)
                .composer(Callers.POST, Callers.STATUS, Agents.HEARTBEAT, Agents.RESULT)
                .never(Users.POST, Users.STATUS, Callers.POST, Callers.STATUS)
                .list());
  }
}
