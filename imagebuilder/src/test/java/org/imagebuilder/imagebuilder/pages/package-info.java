/** The documentation held to the program: keys, defaults, variables. */
@NullMarked
package org.imagebuilder.imagebuilder.pages;

import org.jspecify.annotations.NullMarked;
