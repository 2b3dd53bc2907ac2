package org.imagebuilder.imagebuilder.composer;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.imagebuilder.imagebuilder.contract.composer.api.ServiceApi;

/** Composer's words about itself. */
@RegisterProvider(BearerToken.class)
interface ComposerServiceClient extends ServiceApi {}
