/**
 * The way to HTTP servers that are not composer: stores, clouds, registries. Here lives one call
 * with its time-outs, whom it trusts, which proxy it takes, a body that streams from a piece of a
 * file, an answer that is bounded, and when it is made again after a failure. What a call means,
 * who signs it and which error a failure becomes is never known here; uploaders and handlers do.
 */
@NullMarked
package org.imagebuilder.agent.http;

import org.jspecify.annotations.NullMarked;
