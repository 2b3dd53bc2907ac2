/**
 * What operators need: the names of all metrics and how they are written, the form of the log, and
 * checks at the start that say in one sentence what is wrong. Rooms that know whether they are
 * ready say so themselves. Decides nothing about requests.
 */
@NullMarked
package org.imagebuilder.composer.operations;

import org.jspecify.annotations.NullMarked;
