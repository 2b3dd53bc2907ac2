package org.imagebuilder.agent.debian;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.imagebuilder.agent.contract.worker.model.DebianSearchArgs;
import org.imagebuilder.agent.contract.worker.model.FoundPackage;
import org.imagebuilder.agent.contract.worker.model.JobProgress;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolRunner;

/** Looks for packages by name, in the newest lists of the archive and of extra repositories. */
public final class DebianSearches {

  private static final Pattern SUITE = Pattern.compile("[a-z][a-z0-9-]*");

  /** So many names on one command line, and so many answers in one piece of memory. */
  private static final int AT_A_TIME = 1000;

  private static final int MOST = 20_000;
  private static final int STEPS = 2;

  private final ToolRunner tools;
  private final DebianSettings settings;

  DebianSearches(ToolRunner tools, DebianSettings settings) {
    this.tools = tools;
    this.settings = settings;
  }

  /** The newest version of each package, sorted by name. */
  public List<FoundPackage> find(DebianSearchArgs args, Consumer<JobProgress> progress)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    AptDirectory apt = open(args);
    Pattern names = pattern(args.getPackages());
    try (HostLock lock = apt.lock()) {
      progress.accept(step("Fetching package lists", 0));
      apt.refresh(settings.listAge());
      progress.accept(step("Looking for packages", 1));
      return describe(apt, matching(apt, names));
    }
  }

  private AptDirectory open(DebianSearchArgs args)
      throws JobErrorException, IOException, InterruptedException {
    String suite = args.getSuite();
    if (!SUITE.matcher(suite).matches()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_JOB_ARGS, "suite has a form that cannot be: " + suite);
    }
    DebianArchitecture architecture =
        DebianArchitecture.of(args.getArchitecture())
            .orElseThrow(
                () ->
                    JobErrorException.of(
                        JobErrorCode.PARSING_JOB_ARGS,
                        "architecture is x86_64 or aarch64 for Debian, not "
                            + args.getArchitecture()));
    List<String> sources =
        new ArrayList<>(DebianArchive.find(settings, Path.of("/")).forHost(suite));
    sources.addAll(ExtraRepository.paragraphs(args.getRepositories(), suite));
    return AptDirectory.open(tools, settings.cache(), architecture, sources);
  }

  /** Names are compared here and never reach apt unless it named them itself. */
  static Pattern pattern(List<String> globs) throws JobErrorException {
    if (globs.isEmpty()) {
      throw JobErrorException.of(
          JobErrorCode.PARSING_JOB_ARGS, "packages is empty; it needs at least one name");
    }
    List<String> alternatives = new ArrayList<>();
    for (String glob : globs) {
      alternatives.add(expression(glob.split("\\*", -1)));
    }
    return Pattern.compile(String.join("|", alternatives));
  }

  /** What follows a star is looked for once, where it comes first: to try all takes for ever. */
  private static String expression(String[] parts) {
    StringBuilder text = new StringBuilder(characters(parts[0]));
    for (int i = 1; i < parts.length - 1; i++) {
      text.append("(?>.*?").append(characters(parts[i])).append(')');
    }
    if (parts.length > 1) {
      text.append(".*").append(characters(parts[parts.length - 1]));
    }
    return text.toString();
  }

  private static String characters(String part) {
    return part.chars()
        .mapToObj(c -> c == '?' ? "." : Pattern.quote(String.valueOf((char) c)))
        .collect(Collectors.joining());
  }

  private static List<String> matching(AptDirectory apt, Pattern names)
      throws JobErrorException, ToolException, InterruptedException {
    List<String> found =
        apt.run("apt-cache", List.of("pkgnames"))
            .output()
            .lines()
            .filter(names.asMatchPredicate())
            .sorted()
            .toList();
    if (found.size() > MOST) {
      throw new JobErrorException(
          JobErrorCode.MARKING_ERRORS,
          "%d packages have such names; at most %d can be listed, so ask for less"
              .formatted(found.size(), MOST));
    }
    return found;
  }

  private static List<FoundPackage> describe(AptDirectory apt, List<String> names)
      throws ToolException, InterruptedException {
    List<FoundPackage> packages = new ArrayList<>();
    for (int from = 0; from < names.size(); from += AT_A_TIME) {
      List<String> arguments = new ArrayList<>(List.of("show", "--no-all-versions", "--"));
      arguments.addAll(names.subList(from, Math.min(names.size(), from + AT_A_TIME)));
      Deb822.parse(apt.run("apt-cache", arguments).output())
          .forEach(paragraph -> packages.add(describe(paragraph)));
    }
    packages.sort(Comparator.comparing(FoundPackage::getName));
    return packages;
  }

  static FoundPackage describe(Deb822 paragraph) {
    String whole = paragraph.value("Version");
    int colon = whole.indexOf(':');
    String version = whole.substring(colon + 1);
    int hyphen = version.lastIndexOf('-');
    List<String> text =
        paragraph
            .field("Description")
            .or(() -> paragraph.field("Description-en"))
            .orElse("")
            .lines()
            .toList();
    FoundPackage found =
        new FoundPackage()
            .name(paragraph.value("Package"))
            .epoch(epoch(whole.substring(0, Math.max(colon, 0))))
            .version(hyphen < 0 ? version : version.substring(0, hyphen))
            .release(hyphen < 0 ? "" : version.substring(hyphen + 1))
            .arch(paragraph.value("Architecture"))
            .summary(text.isEmpty() ? "" : text.getFirst());
    paragraph.field("Homepage").ifPresent(found::setURL);
    if (text.size() > 1) {
      found.description(
          String.join("\n", text.subList(1, text.size())).replaceAll("(?m)^\\.$", ""));
    }
    return found;
  }

  /** Repositories may say what they like; nothing has an epoch of ten digits. */
  private static int epoch(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static JobProgress step(String message, int done) {
    return new JobProgress().message(message).done(done).total(STEPS);
  }
}
