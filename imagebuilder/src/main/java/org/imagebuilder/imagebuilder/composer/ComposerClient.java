package org.imagebuilder.imagebuilder.composer;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.imagebuilder.imagebuilder.contract.composer.api.ComposesApi;

/** Composer's operations on composes. */
@RegisterProvider(BearerToken.class)
interface ComposerClient extends ComposesApi {}
