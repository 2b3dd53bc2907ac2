/**
 * What container registries have in common, whether something is fetched from them or brought to
 * them: how images are named, who is known where, and how a registry says whom it lets do what.
 * What is fetched or brought is never known here; sources and uploads do. Knows no room but errors
 * and http.
 */
@NullMarked
package org.imagebuilder.agent.registries;

import org.jspecify.annotations.NullMarked;
