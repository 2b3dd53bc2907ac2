package org.imagebuilder.loadtest;

import static io.gatling.javaapi.core.CoreDsl.pace;
import static io.gatling.javaapi.core.CoreDsl.rampUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import org.imagebuilder.loadtest.play.Promises;
import org.imagebuilder.loadtest.play.Size;
import org.imagebuilder.loadtest.play.Story;
import org.imagebuilder.loadtest.play.Users;

/**
 * Pages of images stay open all day: the web interface asks for each unfinished row every 8
 * seconds.
 *
 * <p>Story: each row is an image that somebody asked for and that is still being made. Its page
 * asks how it is every 8 seconds, as the web interface does; one page in ten rows asks for the
 * list, too. Nothing gets finished, so that each answer has to come from composer. During the first
 * half of the time the rows appear, in the second half all of them are there.
 *
 * <p>Numbers: 600 rows, 120 seconds: 75 statuses and 7 lists a second in the end.
 *
 * <p>Must meet: the service level objectives.
 */
public final class StatusStorm extends Simulation {
  private static final Duration STORY = Size.time(Duration.ofMinutes(2));
  private static final Duration EVERY = Duration.ofSeconds(8);
  private static final int ROWS_OF_A_PAGE = 10;

  {
    setUp(
            scenario("rows")
                .exec(Users.belongTo("rows", 60), Users.post(Users.POST))
                .asLongAs(new Story(STORY)::goesOn)
                .on(
                    pace(EVERY)
                        .exec(Users.look(Users.STATUS))
                        .doIf(session -> session.userId() % ROWS_OF_A_PAGE == 0)
                        .then(Users.list()))
                .injectOpen(rampUsers(Size.number(600)).during(Size.part(STORY, 2)))
                .protocols(Users.protocol()))
        .assertions(Promises.all().imagebuilder(Users.POST, Users.STATUS, Users.LIST).list());
  }
}
