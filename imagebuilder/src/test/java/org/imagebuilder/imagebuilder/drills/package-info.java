/**
 * Drills: several replicas of both services, as processes behind what a cluster puts before them,
 * while people and agents keep at them. Small in every check, as large as wanted by {@code make
 * drills}.
 */
@NullMarked
package org.imagebuilder.imagebuilder.drills;

import org.jspecify.annotations.NullMarked;
