package org.imagebuilder.composer.workers;

/**
 * How many agents of an architecture a channel has.
 *
 * @param live heard of lately
 * @param silent known, but not heard of lately
 */
record WorkerCount(String channel, String architecture, long live, long silent) {}
