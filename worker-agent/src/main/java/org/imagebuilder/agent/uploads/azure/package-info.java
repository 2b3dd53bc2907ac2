/**
 * Page blobs and images in Azure, with requests of our own instead of Azure's libraries. Nobody but
 * the program's start knows it.
 */
@NullMarked
package org.imagebuilder.agent.uploads.azure;

import org.jspecify.annotations.NullMarked;
