/**
 * What images shall be made of, kept in versions: rules, passwords that stay as they are, lint,
 * export, and the composes that are made from it. The only room that reads and writes the tables of
 * blueprints. Never calls composer: that is what {@code composes} is for, and never judges by a
 * compliance policy: that comes in through {@link
 * org.imagebuilder.imagebuilder.blueprints.Linting}.
 */
@NullMarked
package org.imagebuilder.imagebuilder.blueprints;

import org.jspecify.annotations.NullMarked;
