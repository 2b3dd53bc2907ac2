/**
 * The ways to all other services, and what calls to them have in common: an answer is an answer, an
 * outage is a failure. Knows no service in particular; called by the rooms that stand for one.
 */
@NullMarked
package org.imagebuilder.imagebuilder.neighbours;

import org.jspecify.annotations.NullMarked;
