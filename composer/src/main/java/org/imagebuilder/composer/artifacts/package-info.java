/**
 * Files that agents put here for download: a row each in the database, the bytes in a directory. A
 * file lies under the lease token that brought it and is never renamed, so what a lost lease left
 * behind can never be taken for a job's image. Knows no other room but the database; who may put or
 * fetch a file is decided above.
 */
@NullMarked
package org.imagebuilder.composer.artifacts;

import org.jspecify.annotations.NullMarked;
