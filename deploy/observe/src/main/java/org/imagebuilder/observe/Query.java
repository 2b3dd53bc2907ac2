package org.imagebuilder.observe;

/**
 * One question to Prometheus.
 *
 * @param expression PromQL, with the dashboard's variables
 * @param legend what its series are called; {@code {{label}}} stands for a label's value
 */
record Query(String expression, String legend) {}
