package org.imagebuilder.agent.composer;

import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.imagebuilder.agent.contract.worker.api.JobsApi;

/** composer's jobs, as the contract describes them. */
@RegisterRestClient(configKey = "composer")
interface JobsClient extends JobsApi {}
