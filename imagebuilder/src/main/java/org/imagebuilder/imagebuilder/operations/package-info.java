/**
 * What operators and probes look at: version, readiness, health, metric names, the served contract.
 */
@NullMarked
package org.imagebuilder.imagebuilder.operations;

import org.jspecify.annotations.NullMarked;
