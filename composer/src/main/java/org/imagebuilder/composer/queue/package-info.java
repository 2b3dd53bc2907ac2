/**
 * How jobs wait, run and end. Args, results, summaries and progress are JSON that this room stores
 * and never opens; what a job means is knowledge of the room above. Its door is {@link
 * org.imagebuilder.composer.queue.JobQueue}; the states are drawn in docs/job-lifecycle.md.
 */
@NullMarked
package org.imagebuilder.composer.queue;

import org.jspecify.annotations.NullMarked;
