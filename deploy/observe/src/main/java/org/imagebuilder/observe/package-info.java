/**
 * What operators watch: the dashboards' one source, and the checks that hold them, the rules, the
 * objectives and the runbooks to what the programs really measure. Nothing here ships; the programs
 * know nothing of it. Called by the commands {@code make dashboards}, {@code make observe-check}
 * and {@code make observe}.
 */
@NullMarked
package org.imagebuilder.observe;

import org.jspecify.annotations.NullMarked;
