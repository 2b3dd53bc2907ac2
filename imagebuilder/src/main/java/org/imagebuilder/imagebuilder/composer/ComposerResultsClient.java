package org.imagebuilder.imagebuilder.composer;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.imagebuilder.imagebuilder.contract.composer.api.ResultsApi;

/** Composer's operations on what composes left behind. */
@RegisterProvider(BearerToken.class)
interface ComposerResultsClient extends ResultsApi {}
