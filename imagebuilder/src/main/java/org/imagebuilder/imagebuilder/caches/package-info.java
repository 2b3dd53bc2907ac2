/**
 * What was asked of a neighbour, kept for a while so that it need not be asked again. Knows neither
 * neighbours nor what they answer; any room may keep things here. Imports no other room.
 */
@NullMarked
package org.imagebuilder.imagebuilder.caches;

import org.jspecify.annotations.NullMarked;
