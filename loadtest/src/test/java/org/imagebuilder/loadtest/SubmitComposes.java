package org.imagebuilder.loadtest;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.imagebuilder.loadtest.play.Promises;
import org.imagebuilder.loadtest.play.Size;
import org.imagebuilder.loadtest.play.Users;

/**
 * People ask for images and look whether they are done; the smallest story, for a first try.
 *
 * <p>Story: each user posts one compose, then reads its status three times, a second apart.
 *
 * <p>Numbers: 10 users come each second, for 20 seconds.
 *
 * <p>Must meet: the service level objectives.
 */
public final class SubmitComposes extends Simulation {
  private static final Duration STORY = Size.time(Duration.ofSeconds(20));

  private static final ScenarioBuilder PEOPLE =
      scenario("people")
          .exec(Users.belongTo("people", 10), Users.post(Users.POST))
          .repeat(3)
          .on(pause(Duration.ofSeconds(1)).exec(Users.look(Users.STATUS)));

  {
    setUp(
            PEOPLE
                .injectOpen(constantUsersPerSec(Size.rate(10)).during(STORY))
                .protocols(Users.protocol()))
        .assertions(Promises.all().imagebuilder(Users.POST, Users.STATUS).list());
  }
}
