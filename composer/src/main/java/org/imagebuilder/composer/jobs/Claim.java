package org.imagebuilder.composer.jobs;

/**
 * Whose work a plan is.
 *
 * @param channel whose workers may take it
 * @param share who pays for it in the fair order
 * @param interactive whether a person waits for it
 */
public record Claim(String channel, String share, boolean interactive) {}
