/**
 * Where blueprints and policies meet: blueprints are judged by their policies when they are read
 * and saved, and mended on request. Knows neither tables nor the compliance service; called by
 * people, and by {@code blueprints} through its own interface.
 */
@NullMarked
package org.imagebuilder.imagebuilder.lint;

import org.jspecify.annotations.NullMarked;
