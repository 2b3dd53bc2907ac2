/**
 * Who plays in the stories: users of imagebuilder, callers of composer, agents; where the programs
 * are, how large a run is, and what every run promises. Stories take from here and nothing calls
 * back.
 */
@NullMarked
package org.imagebuilder.loadtest.play;

import org.jspecify.annotations.NullMarked;
