/**
 * What composer can do on this machine, measured from outside: over HTTP, behind a history of
 * finished composes, beside what PostgreSQL alone can do. The client shares the machine with what
 * it measures, so it is as plain as a client can be.
 */
@NullMarked
package org.imagebuilder.loadtest.composer;

import org.jspecify.annotations.NullMarked;
