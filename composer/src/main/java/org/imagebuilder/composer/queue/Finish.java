package org.imagebuilder.composer.queue;

/**
 * A worker's final word, judged by the room above.
 *
 * @param succeeded whether the job ends as {@link JobState#SUCCEEDED} or {@link JobState#FAILED}
 * @param meterStatus the status label under which the end is counted, opaque here
 * @param ending what is stored
 */
public record Finish(boolean succeeded, String meterStatus, Ending ending) {}
