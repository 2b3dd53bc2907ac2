package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.imagebuilder.agent.jobs.Lane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneWidthsTest {

  @ParameterizedTest
  @CsvSource({"QUICK, quick", "BUILD, build", "CLOUD, cloud"})
  void less_than_none_is_refused_by_its_key(Lane lane, String name) {
    LaneWidths widths = new LaneWidths(Map.of(lane, -1));

    assertThat(widths.problem())
        .hasValue(
            "agent.lanes.%s is -1; it has to be 0, which asks for no such jobs, or more"
                .formatted(name));
  }

  @Test
  void none_and_many_are_taken() {
    LaneWidths widths = new LaneWidths(Map.of(Lane.QUICK, 0, Lane.BUILD, 64));

    assertThat(widths.problem()).isEmpty();
    assertThat(widths.width(Lane.BUILD)).isEqualTo(64);
    assertThat(widths.width(Lane.CLOUD)).isZero();
  }
}
