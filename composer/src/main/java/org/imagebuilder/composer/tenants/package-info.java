/**
 * Whose request this is: tenant, and the channel whose workers may take its jobs. Knows no other
 * room.
 */
@NullMarked
package org.imagebuilder.composer.tenants;

import org.jspecify.annotations.NullMarked;
