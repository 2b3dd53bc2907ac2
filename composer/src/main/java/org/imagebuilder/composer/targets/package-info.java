/**
 * Where an image goes: one record per kind of upload target, as requests ask for it and as jobs
 * carry it, and what came of it. Knows nothing of composes or jobs.
 */
@NullMarked
package org.imagebuilder.composer.targets;

import org.jspecify.annotations.NullMarked;
