/**
 * Neighbours of the program for its tests: a database, a composer, a caller. Never in the program.
 */
@NullMarked
package org.imagebuilder.imagebuilder.doubles;

import org.jspecify.annotations.NullMarked;
