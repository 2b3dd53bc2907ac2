package org.imagebuilder.imagebuilder.composer;

import org.eclipse.microprofile.rest.client.annotation.RegisterProvider;
import org.imagebuilder.imagebuilder.contract.composer.api.DistributionsApi;

/** Composer's operations on distributions. */
@RegisterProvider(BearerToken.class)
interface CatalogClient extends DistributionsApi {}
