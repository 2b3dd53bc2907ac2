/**
 * The only door to composer: the clients made from the worker contract, and Reports, which says in
 * our words what came of a call. Decides nothing about jobs.
 */
@NullMarked
package org.imagebuilder.agent.composer;

import org.jspecify.annotations.NullMarked;
