/**
 * What the agent does all the time, one class per loop: register, poll, keep leases alive, run jobs
 * and report them, stop. Knows jobs only by their type.
 */
@NullMarked
package org.imagebuilder.agent.loops;

import org.jspecify.annotations.NullMarked;
