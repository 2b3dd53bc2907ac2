/**
 * What the agent can do: one handler per job type, as straight-line code that builds a command,
 * runs a tool, reads what it wrote and uploads. Handlers know nothing of polls, leases and reports.
 */
@NullMarked
package org.imagebuilder.agent.jobs;

import org.jspecify.annotations.NullMarked;
