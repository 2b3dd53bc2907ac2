package org.imagebuilder.imagebuilder.composer;

import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.imagebuilder.imagebuilder.tokens.TokenApi;

/** The server that gives out tokens for composer. */
@Path("")
@RegisterRestClient(configKey = "composer-token")
interface TokenClient extends TokenApi {}
