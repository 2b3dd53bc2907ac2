/**
 * Who is calling: reads the identity header, refuses what is wrong with it, and hands the
 * organisation to the edges. Knows no tables and no composes.
 */
@NullMarked
package org.imagebuilder.imagebuilder.identity;

import org.jspecify.annotations.NullMarked;
