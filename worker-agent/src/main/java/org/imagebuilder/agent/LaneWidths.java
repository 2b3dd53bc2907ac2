package org.imagebuilder.agent;

import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.jobs.Lane;

/** How many jobs of each lane run at a time, as the configuration says. */
record LaneWidths(Map<Lane, Integer> widths) {

  private static final String SECTION = "agent.lanes.";

  static LaneWidths of(AgentConfig.Lanes lanes) {
    return new LaneWidths(
        Map.of(Lane.QUICK, lanes.quick(), Lane.BUILD, lanes.build(), Lane.CLOUD, lanes.cloud()));
  }

  int width(Lane lane) {
    return widths.getOrDefault(lane, 0);
  }

  /** What makes no sense, in a sentence: less than none would ask for nothing, and say nothing. */
  Optional<String> problem() {
    return widths.entrySet().stream()
        .filter(each -> each.getValue() < 0)
        .map(each -> problem(key(each.getKey()), each.getValue()))
        .sorted()
        .findFirst();
  }

  private static String problem(String key, int width) {
    return "%s is %d; it has to be 0, which asks for no such jobs, or more".formatted(key, width);
  }

  private static String key(Lane lane) {
    return SECTION
        + switch (lane) {
          case QUICK -> "quick";
          case BUILD -> "build";
          case CLOUD -> "cloud";
        };
  }
}
