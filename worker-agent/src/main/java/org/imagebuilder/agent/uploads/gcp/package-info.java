/**
 * Images in Google Compute Engine: through Cloud Storage, with requests of our own instead of
 * Google's libraries. Nobody but the program's start knows it.
 */
@NullMarked
package org.imagebuilder.agent.uploads.gcp;

import org.jspecify.annotations.NullMarked;
