package org.imagebuilder.imagebuilder.composer;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.imagebuilder.imagebuilder.contract.composer.api.ServiceApi;

/** Composer's words about itself. */
@RegisterProvider(BearerToken.class)
@RegisterRestClient(configKey = "composer")
interface ComposerServiceClient extends ServiceApi {}
