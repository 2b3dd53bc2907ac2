/**
 * Maintenance as a step of its own, for those who would rather have it at night: the same purges
 * and sweeps that a running composer does as chores, once, with a report and an exit code. Decides
 * nothing about what is old: rooms {@code queue}, {@code artifacts} and {@code workers} know that.
 */
@NullMarked
package org.imagebuilder.composer.maintenance;

import org.jspecify.annotations.NullMarked;
