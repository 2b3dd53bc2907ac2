/**
 * What calls to all other services have in common: an answer is an answer, an outage is a failure.
 * Knows no service in particular; called by the rooms that stand for one.
 */
@NullMarked
package org.imagebuilder.imagebuilder.neighbours;

import org.jspecify.annotations.NullMarked;
