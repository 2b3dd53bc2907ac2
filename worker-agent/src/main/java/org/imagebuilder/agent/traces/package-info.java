/**
 * What is done for one job, as spans of the trace that its offer names, and their way to a
 * collector. Never arguments, paths, tokens, or anything else that may be secret. Knows no other
 * room; every room may ask.
 */
@NullMarked
package org.imagebuilder.agent.traces;

import org.jspecify.annotations.NullMarked;
