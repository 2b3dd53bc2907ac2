package org.imagebuilder.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.jobs.BootcInfoResolveHandler;
import org.imagebuilder.agent.jobs.ContainerResolveHandler;
import org.imagebuilder.agent.jobs.FileResolveHandler;
import org.imagebuilder.agent.jobs.JobHandler;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.jobs.OstreeResolveHandler;
import org.imagebuilder.agent.registries.RegistryLogins;
import org.imagebuilder.agent.solver.RepositoryMtls;
import org.imagebuilder.agent.sources.BootcContainers;
import org.imagebuilder.agent.sources.ContainerImages;
import org.imagebuilder.agent.sources.OstreeRefs;
import org.imagebuilder.agent.sources.RemoteFiles;
import org.imagebuilder.agent.sources.RepositoryCallers;
import org.imagebuilder.agent.tools.Podman;
import org.imagebuilder.agent.tools.ToolRunner;

/** Makes the handlers of jobs that look things up elsewhere. */
final class SourceAssembly {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** For one container. */
  private static final Duration REGISTRY = Duration.ofSeconds(60);

  private final AgentConfig config;
  private final ToolRunner tools;
  private final RepositoryMtls mtls;
  private final HttpProxies proxies = HttpProxies.of(System.getenv());

  SourceAssembly(AgentConfig config, ToolRunner tools, RepositoryMtls mtls) {
    this.config = config;
    this.tools = tools;
    this.mtls = mtls;
  }

  List<JobHandler<?, ?>> handlers(String arch) {
    HttpCaller caller = new HttpCaller(HttpTrust.usual(), proxies);
    Optional<Path> logins = config.containers().authFilePath();
    ContainerImages images =
        new ContainerImages(
            caller, trusting(), new RegistryLogins(logins, Json.mapper()), REGISTRY, Json.mapper());
    OstreeRefs refs =
        new OstreeRefs(mtls, new RepositoryCallers(mtls, proxies, Path.of("/")), PAUSE);
    Duration patience = config.timeouts().manifest();
    BootcContainers containers =
        new BootcContainers(
            new Podman(tools, config.tools().podman(), logins, patience),
            config.bootcInfoResolve().cleanupImages(),
            Json.mapper());
    return List.of(
        new ContainerResolveHandler(images, arch),
        new OstreeResolveHandler(refs),
        new FileResolveHandler(new RemoteFiles(caller, RemoteFiles.Limits.usual())),
        new BootcInfoResolveHandler(containers, patience.multipliedBy(2)));
  }

  /** For registries whose certificates a request says not to check. */
  private HttpCaller trusting() {
    try {
      return new HttpCaller(HttpTrust.of(Optional.empty(), true), proxies);
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
