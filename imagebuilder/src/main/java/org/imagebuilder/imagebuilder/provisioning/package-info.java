/**
 * The service that knows which cloud account a source is. Never decides who an image is shared
 * with; called by use cases.
 */
@NullMarked
package org.imagebuilder.imagebuilder.provisioning;

import org.jspecify.annotations.NullMarked;
