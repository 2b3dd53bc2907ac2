package org.imagebuilder.agent.jobs;

import java.util.List;
import java.util.function.Consumer;
import org.imagebuilder.agent.composer.Lease;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.workspace.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * What a handler gets beside the args.
 *
 * @param jobId for logs and names
 * @param lease needed to hand files to composer
 * @param inputs results of the jobs this one depends on, in the type's order; one may be null
 * @param workspace the job's directory
 * @param progress takes each step as it begins; not all are sent on
 */
public record JobContext(
    String jobId,
    Lease lease,
    List<@Nullable Object> inputs,
    Workspace workspace,
    Consumer<JobProgress> progress) {}
