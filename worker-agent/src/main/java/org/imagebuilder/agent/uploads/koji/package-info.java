/**
 * Koji, the build system of Fedora and its kin: files for its hub, and builds that are reserved,
 * imported or given up there. Here lives the little XML-RPC that this needs, the session with the
 * hub, and the login by Kerberos, which two tools do. What goes into a build's metadata is not
 * known here; the job handlers do, and they and the program's start are all that call this room.
 */
@NullMarked
package org.imagebuilder.agent.uploads.koji;

import org.jspecify.annotations.NullMarked;
