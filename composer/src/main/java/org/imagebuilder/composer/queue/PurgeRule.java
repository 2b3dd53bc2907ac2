package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What may be forgotten.
 *
 * @param channel whose jobs; empty for every channel
 * @param except channels that have rules of their own
 * @param keepPlans how long a plan is kept after its last job ended
 * @param keepResults how long args and results are kept; a summary stays with its plan
 */
public record PurgeRule(
    Optional<String> channel, Set<String> except, Duration keepPlans, Duration keepResults) {
  public PurgeRule {
    except = Set.copyOf(except);
  }

  /** A rule for one channel, or for all of them. */
  public PurgeRule(Optional<String> channel, Duration keepPlans, Duration keepResults) {
    this(channel, Set.of(), keepPlans, keepResults);
  }

  /** The rules of a configuration: one for each channel that it names, and one for all others. */
  static List<PurgeRule> of(QueueConfig config) {
    List<PurgeRule> rules = new ArrayList<>();
    config
        .retention()
        .forEach(
            (channel, own) ->
                rules.add(
                    new PurgeRule(
                        Optional.of(channel),
                        own.keepPlans().orElse(config.keepPlans()),
                        own.keepResults().orElse(config.keepResults()))));
    rules.add(
        new PurgeRule(
            Optional.empty(),
            config.retention().keySet(),
            config.keepPlans(),
            config.keepResults()));
    return rules;
  }
}
