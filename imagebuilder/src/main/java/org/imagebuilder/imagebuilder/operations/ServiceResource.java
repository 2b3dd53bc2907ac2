package org.imagebuilder.imagebuilder.operations;

import io.smallrye.mutiny.Uni;
import org.imagebuilder.imagebuilder.contract.api.api.ServiceApi;
import org.imagebuilder.imagebuilder.contract.api.model.Readiness;
import org.imagebuilder.imagebuilder.contract.api.model.Version;
import org.imagebuilder.imagebuilder.requests.Contract;
import org.jboss.resteasy.reactive.RestResponse;

/** What the service says about itself, below the public base path. */
public class ServiceResource implements ServiceApi {
  private final Contract contract;
  private final ComposerWatch composer;
  private final OperationsConfig config;

  ServiceResource(Contract contract, ComposerWatch composer, OperationsConfig config) {
    this.contract = contract;
    this.composer = composer;
    this.config = config;
  }

  @Override
  public Uni<RestResponse<Object>> getOpenapiJson() {
    return Uni.createFrom().item(RestResponse.ok(contract.served() + "\n"));
  }

  @Override
  public Uni<RestResponse<Readiness>> getReadiness() {
    Readiness ready = new Readiness();
    ready.setReadiness("ready");
    return composer.ready().map(nothing -> RestResponse.ok(ready));
  }

  @Override
  public Uni<RestResponse<Version>> getVersion() {
    return Uni.createFrom().item(RestResponse.ok(version()));
  }

  private Version version() {
    Version version = new Version();
    version.setVersion("1.0");
    version.setBuildCommit(config.buildCommit().orElse(""));
    version.setBuildTime(config.buildTime().orElse(""));
    return version;
  }
}
