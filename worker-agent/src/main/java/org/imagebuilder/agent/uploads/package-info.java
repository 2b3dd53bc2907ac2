/**
 * Where images go: one uploader per kind of target. Streams files, never holds one in memory. Knows
 * nothing of how an image was built; handlers call it.
 */
@NullMarked
package org.imagebuilder.agent.uploads;

import org.jspecify.annotations.NullMarked;
