/**
 * The stories, one per file. Each opens with what happens in it, its numbers on two cores, and what
 * it must meet. They put load on programs that run already and send nothing beyond this machine;
 * {@code scripts/load} starts the programs where none are named.
 */
@NullMarked
package org.imagebuilder.loadtest;

import org.jspecify.annotations.NullMarked;
