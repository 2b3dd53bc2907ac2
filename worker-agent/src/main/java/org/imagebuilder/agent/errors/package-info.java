/**
 * The numbered errors that a job can end with, as the worker contract lists them. No room below it;
 * everybody may use it.
 */
@NullMarked
package org.imagebuilder.agent.errors;

import org.jspecify.annotations.NullMarked;
