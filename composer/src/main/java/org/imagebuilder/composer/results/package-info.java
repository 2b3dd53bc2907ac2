/**
 * What came of a compose: metadata, logs, manifests and bills of materials read out of the results
 * of its jobs, and the image itself where it was kept here. Asks the room of composes whose a
 * compose is, and changes nothing. Nobody calls this room but HTTP.
 */
@NullMarked
package org.imagebuilder.composer.results;

import org.jspecify.annotations.NullMarked;
