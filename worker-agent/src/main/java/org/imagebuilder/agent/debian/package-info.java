/**
 * Debian images: from package names to a manifest, and from a manifest to an image file, by apt,
 * mmdebstrap and the usual tools for disks, without root, loop devices or containers. Knows neither
 * composer nor upload targets. The doors are {@link org.imagebuilder.agent.debian.DebianManifests}
 * and {@link org.imagebuilder.agent.debian.DebianImages}, made by {@link
 * org.imagebuilder.agent.debian.DebianEngine}; docs/debian-engine.md draws the pipeline.
 */
@NullMarked
package org.imagebuilder.agent.debian;

import org.jspecify.annotations.NullMarked;
