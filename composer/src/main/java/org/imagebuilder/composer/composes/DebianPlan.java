package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.jobs.DebianImageJob;
import org.imagebuilder.composer.jobs.DebianManifestJob;
import org.imagebuilder.composer.jobs.DebianRepository;
import org.imagebuilder.composer.jobs.JobPlan;
import org.imagebuilder.composer.jobs.JobPlan.PlannedJob;
import org.imagebuilder.composer.jobs.JobType;
import org.imagebuilder.composer.queue.NewInput;
import org.jspecify.annotations.Nullable;

/** How a Debian image is made: first the list of exactly what is installed, then the build. */
final class DebianPlan {
  /** What its file system can hold. */
  private static final long LARGEST_DISK = 16L << 40;

  private DebianPlan() {}

  static JobPlan of(BuildOrder order, Draft draft) {
    String architecture = order.imageType().architecture();
    PlannedJob first = manifest(order, draft);
    PlannedJob build =
        new PlannedJob(
            draft.nextJob(),
            JobType.DEBIAN_IMAGE,
            architecture,
            new DebianImageJob(order.targets(), order.imageType().bootMode()),
            List.of(new NewInput("manifest", first.id())));
    return new JobPlan(List.of(first, build));
  }

  /** The job that makes the manifest. */
  static PlannedJob manifest(BuildOrder order, Draft draft) {
    return new PlannedJob(
        draft.nextJob(),
        JobType.DEBIAN_MANIFEST,
        order.imageType().architecture(),
        args(order, draft.seed()),
        List.of());
  }

  private static DebianManifestJob args(BuildOrder order, long seed) {
    long size = order.request().size();
    if (size > LARGEST_DISK) {
      throw ErrorCode.VALIDATION_FAILED.because(
          order.request().member() + ".size: has to be at most " + LARGEST_DISK);
    }
    long smallest = order.imageType().defaultSize();
    return new DebianManifestJob(
        order.distribution().name(),
        order.distribution().suite(),
        order.imageType().architecture(),
        order.imageType().apiName(),
        order.imageType().filename(),
        smallest == 0 ? 0 : Math.max(size, smallest),
        seed,
        packages(order),
        repositories(order),
        DebianCustomizationWriter.write(order.recipe()).orElse(null));
  }

  /** The base set, what was asked for, and what the customizations need in order to work. */
  private static List<String> packages(BuildOrder order) {
    Set<String> names = new TreeSet<>(order.imageType().basePackages());
    JsonNode blueprint = order.recipe().blueprint();
    for (String list : List.of("packages", "modules")) {
      for (JsonNode entry : blueprint.path(list)) {
        names.add(packageName(entry, order.recipe().member() + "." + list));
      }
    }
    needs(blueprint.path("customizations"))
        .forEach(need -> names.addAll(order.distribution().packagesFor(need)));
    Trees.text(blueprint.at("/customizations/timezone"), "timezone")
        .ifPresent(zone -> names.addAll(order.distribution().packagesForTimezone(zone)));
    return List.copyOf(names);
  }

  /** What the customizations need packages for, in the words of the distribution's data. */
  private static List<String> needs(JsonNode customizations) {
    List<String> needs = new ArrayList<>();
    for (String name : List.of("services", "timezone", "user")) {
      if (!Trees.isEmpty(customizations.path(name))) {
        needs.add(name);
      }
    }
    JsonNode locale = customizations.path("locale");
    if (!Trees.isEmpty(locale.path("languages"))) {
      needs.add("locale.languages");
    }
    if (Trees.text(locale, "keyboard").isPresent()) {
      needs.add("locale.keyboard");
    }
    for (JsonNode user : customizations.path("user")) {
      Trees.texts(user.path("groups")).forEach(group -> needs.add("group." + group));
    }
    return needs;
  }

  private static String packageName(JsonNode entry, String member) {
    String name = entry.path("name").asText();
    Optional<String> version = Trees.text(entry, "version").filter(text -> !text.equals("*"));
    // The name becomes an argument of apt, where other characters have a meaning of their own.
    if (!name.matches("[a-z0-9][a-z0-9+.-]{0,127}")) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(
          member + ": '" + name + "' is no name of a Debian package");
    }
    if (version.isPresent()) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(
          member + ": the version of '" + name + "' cannot be chosen, leave it out");
    }
    return name;
  }

  private static List<DebianRepository> repositories(BuildOrder order) {
    List<DebianRepository> all = new ArrayList<>();
    order.repositories().forEach(each -> all.add(requested(each, "repository-" + all.size())));
    order
        .payloadRepositories()
        .forEach(each -> all.add(requested(each, "repository-" + all.size())));
    int i = 0;
    for (JsonNode custom : order.recipe().blueprint().at("/customizations/repositories")) {
      String member = order.recipe().member() + ".custom_repositories[" + i + "]";
      if (!custom.path("enabled").asBoolean(true)) {
        throw ErrorCode.INVALID_CUSTOMIZATION.because(
            member + ".enabled: a repository that is off cannot be written for Debian");
      }
      all.add(custom(custom, member));
      i++;
    }
    return all;
  }

  static DebianRepository requested(RequestedRepository repository, String id) {
    String url =
        repository
            .baseurl()
            .orElseThrow(
                () ->
                    ErrorCode.INVALID_REPOSITORY.because(
                        repository.member() + ".baseurl: is needed for Debian"));
    return repository(
        id,
        null,
        url,
        repository.suite(),
        repository.components(),
        repository.gpgkey(),
        // Apt checks packages by what the signed metadata say of them: it is one question.
        repository.checkRepoGpg() ? Optional.of(true) : repository.checkGpg(),
        repository.member());
  }

  private static DebianRepository custom(JsonNode custom, String member) {
    List<String> urls = Trees.texts(custom.path("baseurls"));
    if (urls.size() != 1) {
      throw ErrorCode.INVALID_CUSTOMIZATION.because(
          member + ".baseurl: exactly one address is needed for Debian");
    }
    List<String> keys = Trees.texts(custom.path("gpgkeys"));
    return repository(
        custom.path("id").asText(),
        Trees.textOrNull(custom, "name"),
        urls.getFirst(),
        Trees.text(custom, "suite"),
        Trees.texts(custom.path("components")),
        keys.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", keys)),
        Trees.flag(custom, "gpgcheck"),
        member);
  }

  private static DebianRepository repository(
      String id,
      @Nullable String name,
      String url,
      Optional<String> suite,
      List<String> components,
      Optional<String> key,
      Optional<Boolean> checkKey,
      String member) {
    // The machine that builds reads it, and the image's own sources repeat it.
    if (!url.matches("https?://[^\\s\\p{Cntrl}\\[\\]@/][^\\s\\p{Cntrl}\\[\\]@]*")) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          member + ".baseurl: has to begin with http:// or https:// and to hold no password");
    }
    for (String word : components) {
      checkWord(word, member + ".components");
    }
    suite.ifPresent(word -> checkWord(word, member + ".suite"));
    key.filter(text -> !text.contains("-----BEGIN PGP PUBLIC KEY BLOCK-----"))
        .ifPresent(
            text -> {
              throw ErrorCode.INVALID_REPOSITORY.because(
                  member + ".gpgkey: has to be the key itself, in armoured form");
            });
    // Without a suite the contract means a flat repository, which apt writes with a slash.
    return new DebianRepository(
        id,
        name,
        url,
        suite.orElse("./"),
        suite.isEmpty() ? List.of() : components.isEmpty() ? null : components,
        key.orElse(null),
        checkKey.orElse(key.isPresent()));
  }

  private static void checkWord(String word, String member) {
    if (!word.matches("[A-Za-z0-9][A-Za-z0-9._/+-]{0,127}")) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          member + ": '" + word + "' is no name that apt can use");
    }
  }
}
