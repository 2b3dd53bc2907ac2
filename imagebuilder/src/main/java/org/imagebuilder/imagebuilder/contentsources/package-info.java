/**
 * The service that keeps repositories, their snapshots and templates of them: asks it on behalf of
 * a caller and reads what it answers. Never decides what an image is built from; called by use
 * cases.
 */
@NullMarked
package org.imagebuilder.imagebuilder.contentsources;

import org.jspecify.annotations.NullMarked;
