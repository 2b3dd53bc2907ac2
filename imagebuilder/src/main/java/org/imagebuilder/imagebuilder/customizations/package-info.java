/**
 * Changes to an image, as the public API spells them: rules, hashing of passwords, what is left out
 * when they are read back, and the files that a registration at first boot becomes. Pure functions;
 * never knows how composer spells them.
 */
@NullMarked
package org.imagebuilder.imagebuilder.customizations;

import org.jspecify.annotations.NullMarked;
