/**
 * Packages that can be named in a request: looked for by composer's workers when somebody asks, and
 * kept for a while. Holds no lists of its own. Nobody calls it.
 */
@NullMarked
package org.imagebuilder.imagebuilder.packages;

import org.jspecify.annotations.NullMarked;
