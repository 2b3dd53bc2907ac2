/**
 * Maintenance as a chore of the running program, and as a step of its own with a report and an exit
 * code for those who would rather have it at night. Decides only when; what is old and how it goes
 * is known to the rooms that own it.
 */
@NullMarked
package org.imagebuilder.imagebuilder.maintenance;

import org.jspecify.annotations.NullMarked;
