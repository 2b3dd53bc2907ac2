package org.imagebuilder.composer.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * What may be forgotten.
 *
 * @param channel whose jobs; empty for every channel
 * @param keepPlans how long a plan is kept after its last job ended
 * @param keepResults how long args and results are kept; a summary stays with its plan
 */
public record PurgeRule(Optional<String> channel, Duration keepPlans, Duration keepResults) {}
