/**
 * The lint of the contracts, of all programs: each rule is a test, and each fault says file, place
 * and what to change. Reads the documents as they lie in the repository and calls no room. Nothing
 * calls it but the build.
 */
@NullMarked
package org.imagebuilder.composer.contracts;

import org.jspecify.annotations.NullMarked;
