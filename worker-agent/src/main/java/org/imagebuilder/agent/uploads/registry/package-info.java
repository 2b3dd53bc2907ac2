/**
 * Container images in registries: an OCI archive, as builds export it, is read where it lies and
 * brought to a registry by the protocol that all of them speak, with requests of our own instead of
 * a tool. How registries are named and signed in to is the room registries' matter. Nobody but the
 * program's start knows it.
 */
@NullMarked
package org.imagebuilder.agent.uploads.registry;

import org.jspecify.annotations.NullMarked;
