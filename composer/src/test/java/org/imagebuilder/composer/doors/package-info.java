/**
 * Every operation of both doors of a running composer, called well and badly: which operations
 * there are, what they take and what they may answer is read from the contracts as they are served.
 */
@NullMarked
package org.imagebuilder.composer.doors;

import org.jspecify.annotations.NullMarked;
