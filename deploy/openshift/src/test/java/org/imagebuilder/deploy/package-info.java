/**
 * What is true of the templates beside this module: they are processed as OpenShift does it, held
 * to the types of its API, and compared with the three programs. Nothing here ships, and nothing
 * here knows a cluster.
 */
@NullMarked
package org.imagebuilder.deploy;

import org.jspecify.annotations.NullMarked;
