/**
 * Directories for jobs: one per job, gone when the job is over, swept when the agent starts. Knows
 * nothing of what jobs do in them.
 */
@NullMarked
package org.imagebuilder.agent.workspace;

import org.jspecify.annotations.NullMarked;
