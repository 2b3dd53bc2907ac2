/**
 * Who is calling: reads the bearer token of a request, verifies it with the keys of its issuer, and
 * decides which tenant the request belongs to, or refuses it. The doors ask it before anything else
 * looks at a request (docs/adr/0023). Knows nothing of what is asked for, and keeps nothing but
 * keys and recently verified tokens in memory.
 */
@NullMarked
package org.imagebuilder.composer.identity;

import org.jspecify.annotations.NullMarked;
