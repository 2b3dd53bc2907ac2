package org.imagebuilder.agent;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.composer.Artifacts;
import org.imagebuilder.agent.composer.ComposerConnection;
import org.imagebuilder.agent.debian.DebianEngine;
import org.imagebuilder.agent.debian.DebianSettings;
import org.imagebuilder.agent.jobs.AwsEc2CopyHandler;
import org.imagebuilder.agent.jobs.AwsEc2ShareHandler;
import org.imagebuilder.agent.jobs.DebianImageHandler;
import org.imagebuilder.agent.jobs.DebianManifestHandler;
import org.imagebuilder.agent.jobs.DebianSearchHandler;
import org.imagebuilder.agent.jobs.DepsolveHandler;
import org.imagebuilder.agent.jobs.ImageBuilderManifestHandler;
import org.imagebuilder.agent.jobs.JobHandler;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.jobs.KojiFinalizeHandler;
import org.imagebuilder.agent.jobs.KojiInitHandler;
import org.imagebuilder.agent.jobs.Lane;
import org.imagebuilder.agent.jobs.ManifestMaker;
import org.imagebuilder.agent.jobs.OsbuildHandler;
import org.imagebuilder.agent.jobs.RpmManifestHandler;
import org.imagebuilder.agent.jobs.SearchPackagesHandler;
import org.imagebuilder.agent.jobs.StoreCleaningHandler;
import org.imagebuilder.agent.loops.LoopSettings;
import org.imagebuilder.agent.loops.RunningJobs;
import org.imagebuilder.agent.solver.Entitlements;
import org.imagebuilder.agent.solver.PackageSolutions;
import org.imagebuilder.agent.solver.RepositoryMtls;
import org.imagebuilder.agent.solver.RpmSolver;
import org.imagebuilder.agent.tools.CheckedSolver;
import org.imagebuilder.agent.tools.DepsolveDnf;
import org.imagebuilder.agent.tools.ImageBuilderCli;
import org.imagebuilder.agent.tools.Osbuild;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.LocalUploader;
import org.imagebuilder.agent.uploads.Uploader;
import org.imagebuilder.agent.uploads.Uploaders;
import org.imagebuilder.agent.uploads.aws.AwsAccount;
import org.imagebuilder.agent.uploads.aws.AwsImages;
import org.imagebuilder.agent.uploads.aws.AwsUploader;
import org.imagebuilder.agent.uploads.aws.Ec2Machine;
import org.imagebuilder.agent.uploads.aws.S3Uploader;
import org.imagebuilder.agent.uploads.koji.KojiHub;
import org.imagebuilder.agent.uploads.koji.KojiUploader;
import org.imagebuilder.agent.workspace.CacheDirectory;
import org.imagebuilder.agent.workspace.Trees;

/** Makes the agent's parts out of its configuration. */
final class Assembly {

  /** Neither image-builder nor DNF ever empties its cache of repository metadata. */
  private static final long RPMMD_BYTES = 1L << 30;

  private final AgentConfig config;
  private final ToolRunner tools;

  Assembly(AgentConfig config, ToolRunner tools) {
    this.config = config;
    this.tools = tools;
  }

  /** Spelt as the contracts spell it. */
  String arch() {
    return arch(config);
  }

  static String arch(AgentConfig config) {
    return config.arch().orElseGet(() -> architecture(System.getProperty("os.arch")));
  }

  /** composer plans newer job types only where they are named here. */
  List<String> capabilities(JobHandlers handlers) {
    List<String> capabilities = new ArrayList<>(List.of("confirms"));
    capabilities.addAll(wanted(handlers));
    return capabilities;
  }

  /** The types to ask for. */
  List<String> wanted(JobHandlers handlers) {
    return handlers.types().stream().filter(this::isWanted).toList();
  }

  /** Types of the settings that there are not; nobody else would miss their jobs. */
  List<String> unknown(JobHandlers handlers) {
    return config.jobTypes().orElse(List.of()).stream()
        .filter(type -> !handlers.types().contains(type))
        .toList();
  }

  /** The uploader that hands files to composer. */
  Uploader<?> toComposer(ComposerConnection composer) {
    return new LocalUploader(new Artifacts(composer), config.backoff().initial());
  }

  /**
   * All handlers.
   *
   * @param local takes what is not uploaded to a cloud
   */
  JobHandlers handlers(Uploader<?> local) {
    Path cache = config.cacheDirectory().toAbsolutePath().normalize();
    AwsAccount aws = AwsAccounts.of(config.aws(), config.genericS3());
    KojiHub koji = KojiHubs.of(config, tools);
    Uploaders uploaders = uploaders(aws, koji, local);
    List<JobHandler<?, ?>> handlers = new ArrayList<>(rpm(cache, uploaders));
    DebianEngine debian =
        new DebianEngine(
            tools, DebianSettings.of(cache.resolve("debian"), arch(), config.debian().mirror()));
    handlers.add(new DebianManifestHandler(debian.manifests(), config.timeouts().manifest()));
    handlers.add(
        new DebianImageHandler(debian.images(), uploaders, arch(), config.timeouts().build()));
    handlers.add(new DebianSearchHandler(debian.searches(), config.timeouts().manifest()));
    AwsImages images = new AwsImages(aws);
    handlers.add(new AwsEc2CopyHandler(images));
    handlers.add(new AwsEc2ShareHandler(images));
    handlers.addAll(new SourceAssembly(config, tools, mtls()).handlers(arch()));
    handlers.add(new KojiInitHandler(koji));
    handlers.add(new KojiFinalizeHandler(koji, InstantSource.system()));
    return new JobHandlers(handlers);
  }

  private List<JobHandler<?, ?>> rpm(Path cache, Uploaders uploaders) {
    CacheDirectory metadata =
        new CacheDirectory(cache.resolve("rpmmd"), RPMMD_BYTES, InstantSource.system());
    ManifestMaker maker =
        new ManifestMaker(
            new ImageBuilderCli(tools, config.tools().imageBuilder(), imageBuilderEnvironment()),
            new CheckedSolver(solver()),
            metadata,
            mtls(),
            config.timeouts().manifest());
    PackageSolutions solutions = solutions(metadata);
    Path store = store();
    Osbuild osbuild = new Osbuild(tools, config.tools().osbuild(), osbuildSettings(store));
    return List.of(
        new RpmManifestHandler(maker),
        new ImageBuilderManifestHandler(maker),
        new DepsolveHandler(solutions),
        new SearchPackagesHandler(solutions),
        cleaned(new OsbuildHandler(osbuild, uploaders, arch(), config.timeouts().build()), store));
  }

  private <A, R> JobHandler<A, R> cleaned(JobHandler<A, R> handler, Path store) {
    return config.cleanStore()
        ? new StoreCleaningHandler<>(handler, store, this::leaveService)
        : handler;
  }

  /** Before the first build, so that it does not meet what a killed agent left. */
  void cleanStore() throws IOException {
    if (config.cleanStore()) {
      Trees.delete(store());
    }
  }

  /** For a machine that must not build any more, also not after the next start. */
  void leaveService() {
    try {
      AwsAccount aws = AwsAccounts.of(config.aws(), config.genericS3());
      Optional<Ec2Machine> machine = Ec2Watch.machine(aws, config.ec2());
      if (machine.isPresent()) {
        machine.get().replace();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Quarkus.asyncExit(1);
  }

  private Path store() {
    return config.cacheDirectory().toAbsolutePath().normalize().resolve("osbuild-store");
  }

  List<String> types(JobHandlers handlers, Lane lane) {
    return handlers.types(lane).stream().filter(this::isWanted).toList();
  }

  int width(Lane lane) {
    return LaneWidths.of(config.lanes()).width(lane);
  }

  LoopSettings loopSettings() {
    return new LoopSettings(
        config.heartbeatInterval(),
        config.statusInterval(),
        config.progressInterval(),
        config.backoff().initial(),
        config.backoff().longest(),
        config.shutdownGrace(),
        config.minimumFreeMebibytes() << 20,
        config.reportPatience());
  }

  /** Looks after the machine that the agent runs on. */
  Runnable machineWatch(RunningJobs running) {
    AwsAccount aws = AwsAccounts.of(config.aws(), config.genericS3());
    return new Ec2Watch(aws, config.ec2(), running, loopSettings());
  }

  private boolean isWanted(String type) {
    Optional<List<String>> wanted = config.jobTypes();
    return wanted.isEmpty() || wanted.get().contains(type);
  }

  private PackageSolutions solutions(CacheDirectory metadata) {
    RpmSolver.Surroundings here =
        new RpmSolver.Surroundings(
            metadata, Entitlements.below(Path.of("/")), mtls(), config.timeouts().manifest());
    return new PackageSolutions(
        new RpmSolver(solver(), here, Json.mapper(), InstantSource.system()), Json.mapper());
  }

  private DepsolveDnf solver() {
    return new DepsolveDnf(tools, config.tools().dnfJson(), System.getenv());
  }

  /** It finds packages and containers by tools and logins of its own. */
  private Map<String, String> imageBuilderEnvironment() {
    Map<String, String> environment = logins();
    config.tools().dnfJson().ifPresent(path -> environment.put(DepsolveDnf.VARIABLE, path));
    return environment;
  }

  private Map<String, String> logins() {
    Map<String, String> environment = new HashMap<>();
    config
        .containers()
        .authFilePath()
        .ifPresent(file -> environment.put("REGISTRY_AUTH_FILE", file.toString()));
    return environment;
  }

  private Osbuild.Settings osbuildSettings(Path store) {
    Map<String, String> environment = logins();
    environment.putAll(mtls().environment());
    return new Osbuild.Settings(
        store,
        config.osbuild().cacheMaxMebibytes() << 20,
        config.osbuild().checkpoints().orElse(List.of()),
        environment);
  }

  private RepositoryMtls mtls() {
    RepositoryMtlsSection section = config.repositoryMtls();
    return new RepositoryMtls(
        section.baseurl(),
        section.ca(),
        section.mtlsClientKey(),
        section.mtlsClientCert(),
        section.proxy());
  }

  private Uploaders uploaders(AwsAccount aws, KojiHub koji, Uploader<?> local) {
    List<Uploader<?>> uploaders = new ArrayList<>(CloudUploaders.of(config));
    uploaders.add(local);
    uploaders.add(new S3Uploader(aws));
    uploaders.add(new AwsUploader(aws, tools, arch()));
    uploaders.add(new KojiUploader(koji, Json.mapper()));
    return new Uploaders(uploaders, Json.mapper());
  }

  /** What of the settings for clouds is of no use, a sentence each. */
  List<String> problems() {
    List<Uploader<?>> uploaders = new ArrayList<>(CloudUploaders.of(config));
    uploaders.add(new KojiUploader(KojiHubs.of(config, tools), Json.mapper()));
    return new Uploaders(uploaders, Json.mapper()).problems();
  }

  private static String architecture(String jvm) {
    return jvm.equals("amd64") ? "x86_64" : jvm;
  }
}
