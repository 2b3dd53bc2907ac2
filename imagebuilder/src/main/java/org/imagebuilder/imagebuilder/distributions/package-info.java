/**
 * What can be built: distributions, their architectures, image types and repositories, read once
 * from data files; and who may see them. Knows nothing of composes.
 */
@NullMarked
package org.imagebuilder.imagebuilder.distributions;

import org.jspecify.annotations.NullMarked;
