/**
 * What may be in hand at the same time, and how large one thing of it may be: the settings, a
 * budget of bytes, a count of requests. Knows no other room and no protocol; every room may ask it.
 */
@NullMarked
package org.imagebuilder.composer.limits;

import org.jspecify.annotations.NullMarked;
