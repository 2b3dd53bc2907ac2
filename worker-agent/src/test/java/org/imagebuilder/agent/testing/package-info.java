/** A composer that tests command, and an agent around handlers of their own. */
@NullMarked
package org.imagebuilder.agent.testing;

import org.jspecify.annotations.NullMarked;
