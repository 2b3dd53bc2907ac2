/**
 * What operators and probes look at: version, readiness, health, metric names, the served contract,
 * and how much memory is taken when nobody asks for anything.
 */
@NullMarked
package org.imagebuilder.imagebuilder.operations;

import org.jspecify.annotations.NullMarked;
