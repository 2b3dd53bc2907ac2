/**
 * How often an organisation may call: counts calls by class and refuses those beyond the allowance,
 * behind the identity and before anything is read. Counts in this process alone (ADR 0032). Knows
 * no quota, which is about images; called by nobody but the server.
 */
@NullMarked
package org.imagebuilder.imagebuilder.limits;

import org.jspecify.annotations.NullMarked;
