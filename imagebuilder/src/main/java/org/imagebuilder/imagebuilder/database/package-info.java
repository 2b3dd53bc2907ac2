/**
 * Brings the schema up to date before anything is served. Knows no room, and no room needs to call
 * it.
 */
@NullMarked
package org.imagebuilder.imagebuilder.database;

import org.jspecify.annotations.NullMarked;
