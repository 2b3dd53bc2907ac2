/**
 * The only room that knows composer.yaml: sends composes on, asks for their state, and translates
 * both ways. Never touches tables; called by use cases.
 */
@NullMarked
package org.imagebuilder.imagebuilder.composer;

import org.jspecify.annotations.NullMarked;
