/**
 * What can be built: distributions, their image types and default repositories, read from the data
 * files beside this package's resources. Decides nothing about a request.
 */
@NullMarked
package org.imagebuilder.composer.distributions;

import org.jspecify.annotations.NullMarked;
