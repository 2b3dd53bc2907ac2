/**
 * The only door to composer: the connection with its certificates, proxy and tokens, the calls of
 * the worker contract, and files. Reports and Artifacts are what others call; they say in our words
 * what came of a call. Decides nothing about jobs.
 */
@NullMarked
package org.imagebuilder.agent.composer;

import org.jspecify.annotations.NullMarked;
