/**
 * Brings the schema up to date before anything is served, and lets callers who come together share
 * what they ask of the database. Knows no room.
 */
@NullMarked
package org.imagebuilder.imagebuilder.database;

import org.jspecify.annotations.NullMarked;
