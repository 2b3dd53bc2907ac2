/**
 * What Gatling found, told again: as a short table, and as charts for a page. Reads Gatling's own
 * report and log, and measures nothing.
 */
@NullMarked
package org.imagebuilder.loadtest.report;

import org.jspecify.annotations.NullMarked;
