/**
 * How benchmarks measure: plain clients, percentiles, what processes use of the machine, a table.
 * The client shares the machine with what it measures, so it is as plain as a client can be.
 */
@NullMarked
package org.imagebuilder.loadtest.figures;

import org.jspecify.annotations.NullMarked;
