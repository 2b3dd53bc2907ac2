package org.imagebuilder.agent.uploads.aws;

import org.imagebuilder.agent.errors.JobErrorException;

/** Who signs: asked anew for each request, since credentials of roles expire. */
interface AwsIdentity {

  AwsCredentials credentials() throws JobErrorException, InterruptedException;
}
