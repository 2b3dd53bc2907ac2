package org.imagebuilder.agent.uploads.aws;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpRetry;
import org.imagebuilder.agent.http.HttpTrust;
import org.jspecify.annotations.Nullable;

/** What this worker has of AWS: settings, credentials, and where the services are. */
public final class AwsAccount {

  /** It becomes a part of a host's name. */
  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final String SERVICE = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

  /** Also of those that are older than today's rules. */
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,254}");

  private static final String METADATA = "http://169.254.169.254";

  private final AwsSettings settings;
  private final Map<String, String> environment;
  private final Ec2Metadata metadata;
  private final AwsCredentialChain chain;
  private final InstantSource clock;

  public AwsAccount(
      AwsSettings settings, Map<String, String> environment, JsonMapper json, InstantSource clock) {
    this.settings = settings;
    this.environment = Map.copyOf(environment);
    this.metadata = metadata(environment, json);
    this.chain = new AwsCredentialChain(this.environment, metadata, clock);
    this.clock = clock;
  }

  /** The metadata service of the machine, where AWS' own variable puts it. */
  private static Ec2Metadata metadata(Map<String, String> environment, JsonMapper json) {
    return new Ec2Metadata(URI.create(environment.getOrDefault(SERVICE, METADATA)), json);
  }

  /** What in the environment would not let an account begin, as a sentence. */
  public static Optional<String> problem(Map<String, String> environment) {
    try {
      URI unused =
          uri(environment.getOrDefault(SERVICE, METADATA), SERVICE, JobErrorCode.INVALID_CONFIG);
      return Optional.empty();
    } catch (JobErrorException e) {
      return Optional.of(e.reason());
    }
  }

  Ec2Metadata metadata() {
    return metadata;
  }

  /** AWS' own variable forbids it. */
  boolean mayAskMetadata() {
    return !"true".equalsIgnoreCase(environment.get("AWS_EC2_METADATA_DISABLED"));
  }

  AwsSettings settings() {
    return settings;
  }

  InstantSource clock() {
    return clock;
  }

  HttpRetry retry() {
    return HttpRetry.from(settings.pace().pause());
  }

  HttpCaller caller(AwsSettings.Trust trust) throws JobErrorException {
    try {
      return new HttpCaller(
          HttpTrust.of(trust.caBundle(), trust.anybody()), HttpProxies.of(environment));
    } catch (IOException | GeneralSecurityException e) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG,
          "The certificate authorities cannot be read: " + e.getMessage());
    }
  }

  static boolean isRegion(String name) {
    return REGION.matcher(name).matches();
  }

  /** The region that the target names, else the worker's own. */
  Optional<String> region(@Nullable String ofTarget) throws JobErrorException {
    Optional<String> region =
        text(ofTarget)
            .or(settings::region)
            .or(() -> text(environment.get("AWS_REGION")))
            .or(() -> text(environment.get("AWS_DEFAULT_REGION")));
    if (region.filter(name -> !isRegion(name)).isPresent()) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "region is not the name of a region: " + region.get());
    }
    return region;
  }

  /** The bucket that the target names, else the worker's own; it may become a part of a host. */
  static Optional<String> bucket(@Nullable String ofTarget, Optional<String> own)
      throws JobErrorException {
    Optional<String> bucket = text(ofTarget).or(() -> own);
    if (bucket.filter(name -> !BUCKET.matcher(name).matches()).isPresent()) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "bucket is not the name of a bucket: " + bucket.get());
    }
    return bucket;
  }

  /** The target's keys, else those of the files given here in order, else the worker's own. */
  AwsIdentity identity(Optional<AwsCredentials> ofTarget, Optional<Path> file) {
    AwsSettings.Keys keys = settings.keys();
    Optional<AwsCredentials> set =
        AwsCredentials.of(
            keys.accessKeyId().orElse(null), keys.secretAccessKey().orElse(null), null);
    return () -> {
      if (ofTarget.isPresent()) {
        return ofTarget.get();
      }
      Optional<Path> named = file.or(keys::file);
      if (named.isPresent()) {
        return AwsProfile.read(named.get(), "default");
      }
      return set.isPresent() ? set.get() : chain.find();
    };
  }

  /** The id of the worker's own key, or the failure that it has none. */
  public String accessKeyId() throws JobErrorException, InterruptedException {
    return identity(Optional.empty(), Optional.empty()).credentials().accessKeyId();
  }

  /** The id of the key in a credentials file, or the failure that it is of no use. */
  public static String accessKeyId(Path file) throws JobErrorException {
    return AwsProfile.read(file, "default").accessKeyId();
  }

  /** Where files go: the worker's own store or Amazon's. */
  Optional<URI> s3Endpoint() throws JobErrorException {
    Optional<URI> own = settings.endpoints().s3();
    return own.isPresent() ? own : environmentEndpoint("S3");
  }

  Ec2Gateway ec2(String region, AwsIdentity identity) throws JobErrorException {
    Optional<URI> own = settings.endpoints().ec2();
    Optional<URI> endpoint = own.isPresent() ? own : environmentEndpoint("EC2");
    return new Ec2Gateway(query("ec2", "2016-11-15", region, endpoint, identity));
  }

  AutoScalingGateway autoScaling(String region) throws JobErrorException {
    AwsIdentity identity = identity(Optional.empty(), Optional.empty());
    Optional<URI> endpoint = environmentEndpoint("AUTO_SCALING");
    return new AutoScalingGateway(query("autoscaling", "2011-01-01", region, endpoint, identity));
  }

  private AwsQuery query(
      String service, String version, String region, Optional<URI> endpoint, AwsIdentity identity)
      throws JobErrorException {
    URI at = endpoint.orElseGet(() -> URI.create("https://" + host(service, region)));
    AwsQuery.Service where = new AwsQuery.Service(service, version, region, at);
    return new AwsQuery(where, identity, caller(settings.trust()), retry(), clock);
  }

  /** A service's host in a region; China has a domain of its own. */
  static String host(String service, String region) {
    String domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
    return "%s.%s.%s".formatted(service, region, domain);
  }

  private Optional<URI> environmentEndpoint(String service) throws JobErrorException {
    Optional<String> endpoint =
        text(environment.get("AWS_ENDPOINT_URL_" + service))
            .or(() -> text(environment.get("AWS_ENDPOINT_URL")));
    return endpoint.isEmpty()
        ? Optional.empty()
        : Optional.of(
            uri(endpoint.get(), "AWS_ENDPOINT_URL_" + service, JobErrorCode.INVALID_CONFIG));
  }

  static URI uri(String text, String name, JobErrorCode otherwise) throws JobErrorException {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new JobErrorException(otherwise, name + " is not a URL: " + e.getMessage());
    }
    String scheme = String.valueOf(uri.getScheme());
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new JobErrorException(otherwise, name + " is not a URL with http or https and a host");
    }
    return uri;
  }

  static Optional<String> text(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isBlank());
  }
}
