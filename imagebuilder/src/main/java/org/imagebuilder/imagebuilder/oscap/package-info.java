/**
 * Hardening by OpenSCAP: which profiles a distribution knows, and what a profile or a compliance
 * policy asks of an image. Profiles are data files that the program carries; policies are asked of
 * room compliance. Never changes a request; nobody calls it but people.
 */
@NullMarked
package org.imagebuilder.imagebuilder.oscap;

import org.jspecify.annotations.NullMarked;
