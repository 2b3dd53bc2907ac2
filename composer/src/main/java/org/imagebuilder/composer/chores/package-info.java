/**
 * How something is done later, or again and again, beside all requests. Knows no room; what is done
 * is the business of whoever has a chore. Any room may call it.
 */
@NullMarked
package org.imagebuilder.composer.chores;

import org.jspecify.annotations.NullMarked;
