package org.imagebuilder.imagebuilder.composer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.imagebuilder.neighbours.ConnectionConfig;
import org.imagebuilder.imagebuilder.neighbours.GuardedConfig;

/** How composer is called, and what it is told about clouds. */
@ConfigMapping(prefix = ComposerConfig.KEY)
public interface ComposerConfig extends GuardedConfig {
  String KEY = "imagebuilder.composer";

  /** Client id for the token that composer wants. */
  Optional<String> clientId();

  /** Without a secret composer is called without a token. */
  Optional<String> clientSecret();

  /** The server that gives tokens. */
  ConnectionConfig token();

  /** The read time-out of searches, which take as long as a worker needs. */
  @WithDefault("330s")
  Duration searchReadTimeout();

  /** Region of buckets and machine images at Amazon. */
  @WithDefault("us-east-1")
  String awsRegion();

  /** Region of images at Google. */
  @WithDefault("us-east4")
  String gcpRegion();

  /** Bucket that images for Google pass through; may be left to composer. */
  Optional<String> gcpBucket();

  /** Proxy that registered systems use for Insights. */
  Optional<String> insightsClientProxy();

  /** For so long details of a distribution are told without asking whether they still hold. */
  @WithDefault("1m")
  Duration detailsFresh();

  /** Address of the service that older systems ask about their content template. */
  Optional<String> patchUrl();
}
