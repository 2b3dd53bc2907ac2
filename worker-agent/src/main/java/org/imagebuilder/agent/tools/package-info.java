/**
 * Runs the programs that do the work: image-builder, osbuild, mmdebstrap and their like. Here lives
 * how a program is found, started, listened to and ended with everything it started itself. What a
 * program means is never known here; handlers and engines build the commands. This is the only room
 * that starts processes.
 */
@NullMarked
package org.imagebuilder.agent.tools;

import org.jspecify.annotations.NullMarked;
