/**
 * What operators look at, as JSON on the management port: which workers there are, how the queue
 * stands, where a compose's jobs are. Everything is read from the database, so that each replica
 * says the same. Changes nothing and shows no secret: no token, no args, no result. May ask the
 * rooms below; nobody calls it.
 */
@NullMarked
package org.imagebuilder.composer.overview;

import org.jspecify.annotations.NullMarked;
