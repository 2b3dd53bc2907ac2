/**
 * Clones: the image of a compose that has succeeded, copied to another region or shared with more
 * accounts. A clone's jobs are a plan of their own that needs a job of the compose; its status is
 * folded from them. Knows composes through their door for those that exist already. Nobody calls
 * this room but HTTP.
 */
@NullMarked
package org.imagebuilder.composer.clones;

import org.jspecify.annotations.NullMarked;
