/**
 * What DNF is asked about repositories of RPM packages, by its helper osbuild-depsolve-dnf:
 * requests and answers in both of its languages, whose certificates go with a repository, how its
 * errors are numbered. Knows nothing of jobs' leases and reports; only handlers call it.
 */
@NullMarked
package org.imagebuilder.agent.solver;

import org.jspecify.annotations.NullMarked;
