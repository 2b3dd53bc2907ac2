/**
 * The whole story with the three packaged programs as processes of their own: a person asks, a
 * worker builds with stand-in tools, an image lies in a bucket. Nothing here looks inside a
 * program.
 */
@NullMarked
package org.imagebuilder.imagebuilder.story;

import org.jspecify.annotations.NullMarked;
