package org.imagebuilder.loadtest.play;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * What programs that were just started go through before they are measured: the first seconds
 * belong to the compilers. Agents end all that was asked for.
 */
public final class WarmUp extends Simulation {
  private static final Duration TIME = Size.time(Duration.ofSeconds(30));
  private static final Duration REST = Duration.ofSeconds(2);

  {
    setUp(
            scenario("people")
                .exec(Users.belongTo("warm", 10), Users.post(Users.POST))
                .exec(exec(Users.look(Users.STATUS)).exec(Users.list()))
                .injectOpen(constantUsersPerSec(Size.rate(20)).during(TIME))
                .protocols(Users.protocol()),
            scenario("programs")
                .exec(Callers.post(), Callers.look())
                .injectOpen(constantUsersPerSec(Size.rate(40)).during(TIME))
                .protocols(Callers.protocol()),
            Agents.working(16, Duration.ZERO, TIME.plus(REST)))
        .maxDuration(TIME.plus(REST));
  }
}
