/**
 * What can go wrong in the cloud API and how it is told: the catalogue of errors, the exception
 * that carries one out of any room, and the translation of every failure into the documented body.
 * Knows no other room, and every room may use it.
 */
@NullMarked
package org.imagebuilder.composer.errors;

import org.jspecify.annotations.NullMarked;
