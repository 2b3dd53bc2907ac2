/**
 * What agents talk to: they register, wait for jobs, keep leases, hand over files, report. Knows
 * the worker API's errors and shapes, and speaks to the queue through jobs; never opens a job's
 * args or result itself, and never meets composes.
 */
@NullMarked
package org.imagebuilder.composer.workers;

import org.jspecify.annotations.NullMarked;
