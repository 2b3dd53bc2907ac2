package org.imagebuilder.imagebuilder.recommendations;

import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.imagebuilder.imagebuilder.tokens.TokenApi;

/** The server that gives out tokens for the service. */
@Path("")
@RegisterRestClient(configKey = "recommendations-token")
interface RecommendationsTokenClient extends TokenApi {}
