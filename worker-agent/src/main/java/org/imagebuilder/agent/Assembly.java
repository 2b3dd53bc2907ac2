package org.imagebuilder.agent;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.composer.Artifacts;
import org.imagebuilder.agent.debian.DebianEngine;
import org.imagebuilder.agent.debian.DebianSettings;
import org.imagebuilder.agent.jobs.AwsEc2CopyHandler;
import org.imagebuilder.agent.jobs.AwsEc2ShareHandler;
import org.imagebuilder.agent.jobs.DebianImageHandler;
import org.imagebuilder.agent.jobs.DebianManifestHandler;
import org.imagebuilder.agent.jobs.ImageBuilderManifestHandler;
import org.imagebuilder.agent.jobs.JobHandler;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.jobs.Lane;
import org.imagebuilder.agent.jobs.ManifestMaker;
import org.imagebuilder.agent.jobs.OsbuildHandler;
import org.imagebuilder.agent.jobs.RpmManifestHandler;
import org.imagebuilder.agent.loops.LoopSettings;
import org.imagebuilder.agent.loops.RunningJobs;
import org.imagebuilder.agent.tools.ImageBuilderCli;
import org.imagebuilder.agent.tools.Osbuild;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.LocalUploader;
import org.imagebuilder.agent.uploads.Uploader;
import org.imagebuilder.agent.uploads.Uploaders;
import org.imagebuilder.agent.uploads.aws.AwsAccount;
import org.imagebuilder.agent.uploads.aws.AwsImages;
import org.imagebuilder.agent.uploads.aws.AwsUploader;
import org.imagebuilder.agent.uploads.aws.S3Uploader;
import org.imagebuilder.agent.workspace.CacheDirectory;
import org.jboss.logging.Logger;

/** Makes the agent's parts out of its configuration. */
final class Assembly {

  private static final Logger LOG = Logger.getLogger(Assembly.class);

  /** image-builder never empties its cache of repository metadata. */
  private static final long RPMMD_BYTES = 1L << 30;

  private final AgentConfig config;
  private final ToolRunner tools;

  Assembly(AgentConfig config, ToolRunner tools) {
    this.config = config;
    this.tools = tools;
  }

  /** Spelt as the contracts spell it. */
  String arch() {
    return config.arch().orElseGet(() -> architecture(System.getProperty("os.arch")));
  }

  /** composer plans newer job types only where they are named here. */
  List<String> capabilities(JobHandlers handlers) {
    List<String> capabilities = new ArrayList<>(List.of("confirms"));
    handlers.types().stream().filter(this::isWanted).forEach(capabilities::add);
    return capabilities;
  }

  JobHandlers handlers() {
    Path cache = config.cacheDirectory().toAbsolutePath().normalize();
    AwsAccount aws = AwsAccounts.of(config.aws(), config.genericS3());
    Uploaders uploaders = uploaders(aws);
    ManifestMaker maker =
        new ManifestMaker(
            new ImageBuilderCli(tools, config.tools().imageBuilder()),
            new CacheDirectory(cache.resolve("rpmmd"), RPMMD_BYTES, InstantSource.system()),
            config.timeouts().manifest());
    Osbuild osbuild = new Osbuild(tools, config.tools().osbuild(), cache.resolve("osbuild-store"));
    List<JobHandler<?, ?>> handlers = new ArrayList<>();
    handlers.add(new RpmManifestHandler(maker));
    handlers.add(new ImageBuilderManifestHandler(maker));
    handlers.add(new OsbuildHandler(osbuild, uploaders, arch(), config.timeouts().build()));
    DebianEngine debian =
        new DebianEngine(
            tools, DebianSettings.of(cache.resolve("debian"), arch(), config.debian().mirror()));
    handlers.add(new DebianManifestHandler(debian.manifests(), config.timeouts().manifest()));
    handlers.add(
        new DebianImageHandler(debian.images(), uploaders, arch(), config.timeouts().build()));
    AwsImages images = new AwsImages(aws);
    handlers.add(new AwsEc2CopyHandler(images));
    handlers.add(new AwsEc2ShareHandler(images));
    return new JobHandlers(handlers);
  }

  List<String> types(JobHandlers handlers, Lane lane) {
    return handlers.types(lane).stream().filter(this::isWanted).toList();
  }

  int width(Lane lane) {
    return switch (lane) {
      case QUICK -> config.lanes().quick();
      case BUILD -> config.lanes().build();
      case CLOUD -> config.lanes().cloud();
    };
  }

  LoopSettings loopSettings() {
    return new LoopSettings(
        config.heartbeatInterval(),
        config.statusInterval(),
        config.progressInterval(),
        config.backoff().initial(),
        config.backoff().longest(),
        config.shutdownGrace(),
        config.minimumFreeMebibytes() << 20);
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

  private Uploaders uploaders(AwsAccount aws) {
    List<Uploader<?>> uploaders = new ArrayList<>(CloudUploaders.of(config));
    uploaders.add(
        new LocalUploader(new Artifacts(config.composer().url()), config.backoff().initial()));
    uploaders.add(new S3Uploader(aws));
    uploaders.add(new AwsUploader(aws, tools, arch()));
    Uploaders all = new Uploaders(uploaders, Json.mapper());
    all.problems().forEach(problem -> LOG.warnf("Some uploads will fail, reason=%s", problem));
    return all;
  }

  private static String architecture(String jvm) {
    return jvm.equals("amd64") ? "x86_64" : jvm;
  }
}
