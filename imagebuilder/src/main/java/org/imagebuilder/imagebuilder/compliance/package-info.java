/**
 * Compliance policies: what the compliance service says that a policy asks of an image, whether a
 * blueprint does so, and what has to be added where it does not. Comparing and mending are pure
 * functions; only the gateway calls. Never touches tables; called by use cases that keep blueprints
 * or order composes.
 */
@NullMarked
package org.imagebuilder.imagebuilder.compliance;

import org.jspecify.annotations.NullMarked;
