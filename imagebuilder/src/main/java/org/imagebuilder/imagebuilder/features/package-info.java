/**
 * Which features are on: what the configuration says, or, where an Unleash server is configured,
 * what that says. Knows no feature's meaning; called by use cases.
 */
@NullMarked
package org.imagebuilder.imagebuilder.features;

import org.jspecify.annotations.NullMarked;
