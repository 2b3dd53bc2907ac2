/**
 * Load scenarios, one per file. Each opens with its story, its parameters and the number it must
 * meet. They talk to programs that run already and send nothing beyond this machine.
 */
@NullMarked
package org.imagebuilder.loadtest;

import org.jspecify.annotations.NullMarked;
