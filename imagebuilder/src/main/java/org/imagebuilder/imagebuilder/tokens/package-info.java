/**
 * Tokens for neighbours that want to know which program asks: fetched by client credentials, kept
 * until shortly before they end, one for each neighbour. Knows none of them; called by the rooms
 * that stand for one.
 */
@NullMarked
package org.imagebuilder.imagebuilder.tokens;

import org.jspecify.annotations.NullMarked;
