/**
 * Every operation of the contract called in bad ways, and with ids of others. The operations are
 * read from the contract that the program serves, so that new ones are called as soon as they are
 * there.
 */
@NullMarked
package org.imagebuilder.imagebuilder.doors;

import org.jspecify.annotations.NullMarked;
