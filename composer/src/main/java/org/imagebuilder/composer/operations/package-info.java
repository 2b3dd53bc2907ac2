/**
 * What operators need: the names of all metrics, and checks at the start that say in one sentence
 * what is wrong. Health is Quarkus' own: readiness asks the database. Decides nothing about
 * requests.
 */
@NullMarked
package org.imagebuilder.composer.operations;

import org.jspecify.annotations.NullMarked;
