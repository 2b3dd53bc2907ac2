package org.imagebuilder.composer.jobs;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of jobs: wire name, whether workers of one architecture only may take it, records. */
public enum JobType {
  RPM_MANIFEST("rpm-manifest", false, RpmManifestJob.class, RpmManifestResult.class),
  IMAGE_BUILDER_MANIFEST(
      "image-builder-manifest",
      false,
      ImageBuilderManifestJob.class,
      ImageBuilderManifestResult.class),
  OSBUILD("osbuild", true, OsbuildJob.class, OsbuildResult.class),
  KOJI_INIT("koji-init", false, KojiInitJob.class, KojiInitResult.class),
  KOJI_FINALIZE("koji-finalize", false, KojiFinalizeJob.class, KojiFinalizeResult.class),
  DEBIAN_MANIFEST("debian-manifest", false, DebianManifestJob.class, DebianManifestResult.class),
  DEBIAN_IMAGE("debian-image", true, DebianImageJob.class, DebianImageResult.class),
  DEPSOLVE("depsolve", false, DepsolveJob.class, DepsolveResult.class),
  SEARCH_PACKAGES("search-packages", false, SearchPackagesJob.class, SearchPackagesResult.class),
  DEBIAN_SEARCH("debian-search", false, DebianSearchJob.class, SearchPackagesResult.class),
  AWS_EC2_COPY("aws-ec2-copy", false, AwsEc2CopyJob.class, AwsEc2Result.class),
  AWS_EC2_SHARE("aws-ec2-share", false, AwsEc2ShareJob.class, AwsEc2Result.class);

  private static final char ARCHITECTURE_MARK = ':';

  private final String wireName;
  private final boolean archBound;
  private final Class<? extends JobArgs> args;
  private final Class<? extends JobResult> result;

  JobType(
      String wireName,
      boolean archBound,
      Class<? extends JobArgs> args,
      Class<? extends JobResult> result) {
    this.wireName = wireName;
    this.archBound = archBound;
    this.args = args;
    this.result = result;
  }

  /** The type that workers call so, without architecture. */
  public static Optional<JobType> ofWire(String name) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(name)).findFirst();
  }

  /** The type of a queue type, with or without architecture; none for a newer release's. */
  public static Optional<JobType> ofQueueType(String queueType) {
    return ofWire(wireName(queueType));
  }

  /** A queue type without its architecture, as clients and metrics see it. */
  public static String wireName(String queueType) {
    int mark = queueType.indexOf(ARCHITECTURE_MARK);
    return mark < 0 ? queueType : queueType.substring(0, mark);
  }

  /** The type as the queue matches it with workers of this architecture. */
  public String queueType(String architecture) {
    return archBound ? wireName + ARCHITECTURE_MARK + architecture : wireName;
  }

  public String wireName() {
    return wireName;
  }

  public Class<? extends JobArgs> args() {
    return args;
  }

  public Class<? extends JobResult> result() {
    return result;
  }
}
