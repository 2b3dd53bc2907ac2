package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.DebianImageType;
import org.imagebuilder.agent.contract.worker.model.DebianManifest;
import org.imagebuilder.agent.contract.worker.model.DebianManifestArgs;
import org.imagebuilder.agent.contract.worker.model.DebianManifestResult;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;
import org.imagebuilder.agent.contract.worker.model.DebianPackageMetadata;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolRunner;

/** Turns package names and customizations into a manifest: every file with its checksum. */
public final class DebianManifests {

  private static final String VERSION = "1";
  private static final int STEPS = 3;
  private static final int MAX_LOG = 16 << 10;
  private static final long DEFAULT_DISK = 4L << 30;

  private static final Pattern SUITE = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Pattern FILENAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** Nothing that apt would read as an expression, a task, a removal or an option. */
  private static final Pattern PACKAGE =
      Pattern.compile("[a-z0-9][a-z0-9+.-]*[a-z0-9+.](=[A-Za-z0-9.+:~-]+)?");

  private final ToolRunner tools;
  private final DebianSettings settings;

  DebianManifests(ToolRunner tools, DebianSettings settings) {
    this.tools = tools;
    this.settings = settings;
  }

  /**
   * Solves the packages by the archive's newest lists. What a user got wrong comes out as 20
   * (unsolvable), 21 (unknown package), 25 (repository), 8 (customizations).
   */
  public DebianManifestResult make(DebianManifestArgs args, Consumer<JobProgress> progress)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    check(args);
    DebianArchitecture architecture = architecture(args.getArchitecture(), settings);
    DebianArchive archive = DebianArchive.find(settings, Path.of("/"));
    List<String> extra = ExtraRepository.paragraphs(args.getRepositories(), args.getSuite());
    List<String> hostSources = new ArrayList<>(archive.forHost(args.getSuite()));
    hostSources.addAll(extra);
    AptDirectory apt = AptDirectory.open(tools, settings.cache(), architecture, hostSources);
    PackageSolver.Solution solution;
    long epoch;
    try (HostLock lock = apt.lock()) {
      progress.accept(step("Fetching package lists", 0));
      apt.refresh(settings.listAge());
      progress.accept(step("Choosing packages", 1));
      solution = new PackageSolver(apt).solve(names(args.getPackages()));
      epoch = apt.newestListEpoch();
    }
    List<String> imageSources = new ArrayList<>(archive.forImage(args.getSuite()));
    imageSources.addAll(extra);
    DebianManifest manifest =
        manifest(args).sourceDateEpoch(epoch).packages(solution.packages()).sources(imageSources);
    return new DebianManifestResult()
        .manifest(manifest)
        .packages(solution.packages().stream().map(DebianManifests::metadata).toList())
        .log(tail(String.join("\n", solution.log())))
        .progress(step("Manifest written", STEPS));
  }

  /** Builds run tools of their own architecture inside of the image. */
  static DebianArchitecture architecture(String wanted, DebianSettings settings)
      throws JobErrorException {
    DebianArchitecture architecture =
        DebianArchitecture.of(wanted)
            .orElseThrow(
                () ->
                    new JobErrorException(
                        JobErrorCode.PARSING_JOB_ARGS,
                        "Debian images are made for x86_64 and aarch64, not for " + wanted));
    if (!wanted.equals(settings.architecture())) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG,
          "This worker is a %s machine; a Debian image for %s needs a worker of that architecture"
              .formatted(settings.architecture(), wanted));
    }
    return architecture;
  }

  private static List<String> names(List<String> wanted) {
    List<String> names = new ArrayList<>(List.of("?essential", "apt"));
    wanted.stream().distinct().sorted().forEach(names::add);
    return names;
  }

  private static DebianManifest manifest(DebianManifestArgs args) {
    boolean disk =
        args.getImageType() == DebianImageType.GUEST_IMAGE
            || args.getImageType() == DebianImageType.RAW;
    long wanted = args.getSize() == null ? 0 : args.getSize();
    return new DebianManifest()
        .version(VERSION)
        .distribution(args.getDistribution())
        .suite(args.getSuite())
        .architecture(args.getArchitecture())
        .imageType(args.getImageType())
        .filename(args.getFilename())
        .seed(args.getSeed())
        .size(!disk ? 0 : wanted > 0 ? wanted : DEFAULT_DISK)
        .customizations(args.getCustomizations());
  }

  private static void check(DebianManifestArgs args) throws JobErrorException {
    if (args.getDistribution() == null
        || args.getImageType() == null
        || args.getArchitecture() == null
        || args.getSeed() == null
        || args.getPackages() == null) {
      throw new JobErrorException(
          JobErrorCode.PARSING_JOB_ARGS,
          "distribution, architecture, image_type, seed and packages must be given");
    }
    match("suite", args.getSuite(), SUITE);
    match("filename", args.getFilename(), FILENAME);
    for (String name : args.getPackages()) {
      if (!PACKAGE.matcher(name).matches()) {
        throw new JobErrorException(
            JobErrorCode.MARKING_ERRORS, "No Debian package can be called " + name);
      }
    }
    new CustomizationRules(JobErrorCode.MANIFEST_GENERATION).check(args.getCustomizations());
  }

  private static void match(String member, String value, Pattern pattern) throws JobErrorException {
    if (value == null || !pattern.matcher(value).matches()) {
      throw new JobErrorException(
          JobErrorCode.PARSING_JOB_ARGS,
          "%s has a form that cannot be: %s".formatted(member, value));
    }
  }

  static DebianPackageMetadata metadata(DebianPackage file) {
    int hyphen = file.getVersion().lastIndexOf('-');
    return new DebianPackageMetadata()
        .type("deb")
        .name(file.getName())
        .version(hyphen < 0 ? file.getVersion() : file.getVersion().substring(0, hyphen))
        .release(hyphen < 0 ? "" : file.getVersion().substring(hyphen + 1))
        .arch(file.getArchitecture())
        .checksum("sha256:" + file.getSha256())
        .sigmd5(file.getMd5());
  }

  private static JobProgress step(String message, int done) {
    return new JobProgress().message(message).done(done).total(STEPS);
  }

  private static String tail(String log) {
    return log.length() <= MAX_LOG ? log : log.substring(log.length() - MAX_LOG);
  }
}
