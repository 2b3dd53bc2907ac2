package org.imagebuilder.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be set; docs/configuration.md lists the same keys. */
@ConfigMapping(prefix = "agent")
public interface AgentConfig {

  /** The file in TOML that is read; set by the program's start. */
  @WithDefault("/etc/osbuild-worker/osbuild-worker.toml")
  Path configFile();

  ComposerSection composer();

  AuthenticationSection authentication();

  /** A name for where this agent works, in every line of its log. */
  @WithDefault("local")
  String deploymentChannel();

  /** Architecture of the jobs that are asked for; empty: this machine's. */
  Optional<String> arch();

  /** What may be thrown away but saves time: tool caches, downloaded packages, osbuild's store. */
  @WithDefault("${CACHE_DIRECTORY:${user.home}/.cache/imagebuilder-agent}")
  Path cacheDirectory();

  /** One directory per running job, and the agent's own state. One agent alone may use it. */
  @WithDefault("${STATE_DIRECTORY:${java.io.tmpdir}/imagebuilder-agent}")
  Path workDirectory();

  /** Free space in the work directory, in MiB, below which no job is taken. */
  @WithDefault("4096")
  long minimumFreeMebibytes();

  /** Memory, in MiB, that programs could have, below which no build is taken. */
  @WithDefault("256")
  long minimumMemoryMebibytes();

  Lanes lanes();

  /** Job types to ask for; empty: all that this agent knows. */
  Optional<List<String>> jobTypes();

  /** How often a running job says that it is alive. */
  @WithDefault("15s")
  Duration heartbeatInterval();

  /** How often the agent itself says that it is there. */
  @WithDefault("60s")
  Duration statusInterval();

  /** Time between two progress reports; the first thirty steps of a job are reported at once. */
  @WithDefault("30s")
  Duration progressInterval();

  /** The first and the longest pause after a failed request; in between it doubles, with jitter. */
  Backoff backoff();

  /** How long a result is offered to a composer that is away; then the job is given up. */
  @WithDefault("2h")
  Duration reportPatience();

  /** Empty osbuild's store after each build. */
  @WithDefault("false")
  boolean cleanStore();

  /** How long running jobs may go on after SIGTERM before they are handed back. */
  @WithDefault("20s")
  Duration shutdownGrace();

  Timeouts timeouts();

  Tools tools();

  RepositoryMtlsSection repositoryMtls();

  ContainersSection containers();

  AwsSection aws();

  GenericS3Section genericS3();

  Ec2Section ec2();

  BootcInfoResolve bootcInfoResolve();

  OsbuildSection osbuild();

  GcpSection gcp();

  AzureSection azure();

  OciSection oci();

  Debian debian();

  /** By the name of the host. */
  Map<String, KojiSection> koji();

  OsbuildExecutorSection osbuildExecutor();

  /** How many jobs of each kind run at a time; 0: none of that kind is asked for. */
  interface Lanes {

    /** Short jobs: the manifests. */
    @WithDefault("1")
    int quick();

    /** Builds. */
    @WithDefault("1")
    int build();

    /** Jobs that wait for a cloud. */
    @WithDefault("1")
    int cloud();
  }

  interface Backoff {

    @WithDefault("500ms")
    Duration initial();

    @WithDefault("30s")
    Duration longest();
  }

  /** After which a job's tool is stopped and the job fails. */
  interface Timeouts {

    /** For making a manifest, and for questions about packages. */
    @WithDefault("30m")
    Duration manifest();

    /** For building an image. */
    @WithDefault("6h")
    Duration build();
  }

  /** Programs: a name to be found on PATH, or a path. */
  interface Tools {

    @WithDefault("image-builder")
    String imageBuilder();

    @WithDefault("osbuild")
    String osbuild();

    @WithDefault("podman")
    String podman();

    /**
     * DNF's helper; empty: OSBUILD_DEPSOLVE_DNF, else osbuild-depsolve-dnf in /usr/libexec or
     * /usr/lib/osbuild.
     */
    Optional<String> dnfJson();

    /** Gets tickets from Kerberos, for Koji. */
    @WithDefault("kinit")
    String kinit();

    /** Shows them; it has to know GSSAPI. */
    @WithDefault("curl")
    String curl();

    /**
     * Names of the agent's environment variables that tools shall see besides PATH, HOME, proxies.
     */
    Optional<List<String>> passEnvironment();
  }

  /** Looking into bootc containers. */
  interface BootcInfoResolve {

    /** Remove a container's image afterwards. */
    @WithDefault("false")
    boolean cleanupImages();
  }

  /** Debian images. */
  interface Debian {

    /** URL of the archive; empty: the one that this machine's own apt sources name. */
    Optional<String> mirror();
  }
}
