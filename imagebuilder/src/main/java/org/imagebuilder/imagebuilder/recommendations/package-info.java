/**
 * Packages that go with those that somebody has chosen: asked of a service that has learned what
 * images are made of. Keeps nothing and decides nothing; nobody calls it but people.
 */
@NullMarked
package org.imagebuilder.imagebuilder.recommendations;

import org.jspecify.annotations.NullMarked;
