package org.imagebuilder.composer.targets;

/** What an upload needs to know about the image. */
public record UploadedImage(String distribution, String filename, String bootMode) {}
