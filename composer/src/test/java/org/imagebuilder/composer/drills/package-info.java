/**
 * Drills: whole composers, as processes, that are killed and cut off while clients and workers keep
 * at them. Small in every check, as large as wanted by {@code make drills}.
 */
@NullMarked
package org.imagebuilder.composer.drills;

import org.jspecify.annotations.NullMarked;
