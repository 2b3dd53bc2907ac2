package org.imagebuilder.imagebuilder.composer;

/** A package that there is. */
public record FoundPackage(String name, String summary) {}
