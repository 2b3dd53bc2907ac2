/**
 * What a request must look like before any room reads it: known paths and methods, parameters,
 * media type, size, and the body against the contract. Decides nothing about composes; called by
 * the edges.
 */
@NullMarked
package org.imagebuilder.imagebuilder.requests;

import org.jspecify.annotations.NullMarked;
