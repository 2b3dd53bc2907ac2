/**
 * imagebuilder: the public API. Knows tenants, blueprints and composes, and hands the building to
 * composer.
 */
@NullMarked
package org.imagebuilder.imagebuilder;

import org.jspecify.annotations.NullMarked;
