/**
 * What a build takes from elsewhere by a name that may mean something else tomorrow: OSTree refs,
 * container images, small files, what is in a bootc container. Looked up here, so that a manifest
 * can say exactly what it takes. Knows nothing of jobs; only handlers call it.
 */
@NullMarked
package org.imagebuilder.agent.sources;

import org.jspecify.annotations.NullMarked;
