package org.imagebuilder.composer.jobs;

/** What a worker needs to know to run a job; one record per job type. */
public sealed interface JobArgs
    permits RpmManifestJob,
        ImageBuilderManifestJob,
        OsbuildJob,
        KojiInitJob,
        KojiFinalizeJob,
        DebianManifestJob,
        DebianImageJob,
        DepsolveJob,
        SearchPackagesJob,
        DebianSearchJob,
        AwsEc2CopyJob,
        AwsEc2ShareJob {}
