package org.imagebuilder.composer.jobs;

/**
 * What one pipeline is made of.
 *
 * @param ofImage whether the pipeline makes the image, and not the root that it is built in
 * @param type form of the document
 * @param document JSON
 */
public record BillOfMaterials(String pipeline, boolean ofImage, String type, String document) {}
