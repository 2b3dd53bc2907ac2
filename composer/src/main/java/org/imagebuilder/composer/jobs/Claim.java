package org.imagebuilder.composer.jobs;

import java.util.Optional;

/**
 * Whose work a plan is.
 *
 * @param channel whose workers may take it
 * @param share who pays for it in the fair order
 * @param interactive whether a person waits for it
 * @param trace the trace that it belongs to, as a header says it
 */
public record Claim(String channel, String share, boolean interactive, Optional<String> trace) {}
