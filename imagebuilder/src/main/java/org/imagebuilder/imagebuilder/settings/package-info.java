/**
 * Settings as they are read: the predecessor's environment variables that are more than another
 * name for a key, and the refusal of values that make no sense. What a key means is known to the
 * room that reads it; nobody needs to call here.
 */
@NullMarked
package org.imagebuilder.imagebuilder.settings;

import org.jspecify.annotations.NullMarked;
