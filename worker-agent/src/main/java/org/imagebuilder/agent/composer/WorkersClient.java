package org.imagebuilder.agent.composer;

import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.imagebuilder.agent.contract.worker.api.WorkersApi;

/** composer's workers, as the contract describes them. */
@RegisterRestClient(configKey = "composer")
interface WorkersClient extends WorkersApi {}
