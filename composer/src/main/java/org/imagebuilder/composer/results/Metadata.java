package org.imagebuilder.composer.results;

import java.util.Optional;
import org.imagebuilder.composer.jobs.ImageContents;

/**
 * What is told about an image.
 *
 * @param request JSON
 * @param contents of an image that was built
 */
record Metadata(String request, Optional<ImageContents> contents) {}
