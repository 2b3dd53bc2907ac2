package org.imagebuilder.composer.workers;

/** A type of jobs on a channel, as somebody asks for it. */
record AskedType(String channel, String queueType) {}
