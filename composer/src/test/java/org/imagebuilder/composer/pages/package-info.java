/**
 * Holds the pages below docs to the programs: what they name has to be there. Never tests what a
 * program does; its tests do.
 */
@NullMarked
package org.imagebuilder.composer.pages;

import org.jspecify.annotations.NullMarked;
