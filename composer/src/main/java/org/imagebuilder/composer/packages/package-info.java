/**
 * Questions about packages that a person waits for: which ones a blueprint amounts to, which ones
 * there are. Each is one job on the caller's own channel that goes before builds; the answer is
 * read out of its result, and the job is called off when nobody waits any more. Takes the checks
 * and the manifest jobs of composes through their doors and keeps nothing. Nobody calls this room
 * but HTTP.
 */
@NullMarked
package org.imagebuilder.composer.packages;

import org.jspecify.annotations.NullMarked;
