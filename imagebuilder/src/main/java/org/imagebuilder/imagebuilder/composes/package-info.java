/**
 * A compose from request to status: reserves, hands to composer, keeps, lists and reconciles. The
 * only room that reads and writes the tables of composes.
 */
@NullMarked
package org.imagebuilder.imagebuilder.composes;

import org.jspecify.annotations.NullMarked;
