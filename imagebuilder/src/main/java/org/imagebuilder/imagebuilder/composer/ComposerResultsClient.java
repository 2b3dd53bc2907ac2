package org.imagebuilder.imagebuilder.composer;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.imagebuilder.imagebuilder.contract.composer.api.ResultsApi;

/** Composer's operations on what composes left behind. */
@RegisterProvider(BearerToken.class)
@RegisterRestClient(configKey = "composer")
interface ComposerResultsClient extends ResultsApi {}
