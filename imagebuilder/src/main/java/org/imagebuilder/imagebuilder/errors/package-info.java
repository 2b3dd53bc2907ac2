/**
 * What can go wrong in the public API and how it is told: the catalogue, the exception that carries
 * a refusal out of any room, and its translation into the documented body. Imports no other room.
 */
@NullMarked
package org.imagebuilder.imagebuilder.errors;

import org.jspecify.annotations.NullMarked;
