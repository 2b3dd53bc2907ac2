package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;

/** A repository that a request brings along; usable, or it cannot be made. */
record RequestedRepository(
    String member,
    Optional<String> baseurl,
    Optional<String> mirrorlist,
    Optional<String> metalink,
    Optional<String> gpgkey,
    Optional<Boolean> checkGpg,
    boolean checkRepoGpg,
    boolean rhsm,
    boolean moduleHotfixes,
    List<String> packageSets,
    Optional<String> suite,
    List<String> components) {
  /** Nothing that would be read from the machine that builds, such as file: addresses. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?i:https?|ftp)://[^\\s\\p{Cntrl}/][^\\s\\p{Cntrl}]*");

  RequestedRepository {
    packageSets = List.copyOf(packageSets);
    components = List.copyOf(components);
    check(baseurl, member + ".baseurl");
    check(mirrorlist, member + ".mirrorlist");
    check(metalink, member + ".metalink");
    if (baseurl.isEmpty() && mirrorlist.isEmpty() && metalink.isEmpty()) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          member + ": give it a baseurl, a mirrorlist or a metalink");
    }
    if (checkGpg.orElse(false) && gpgkey.isEmpty()) {
      throw ErrorCode.NO_GPG_KEY.because(member + ".gpgkey: is needed, because check_gpg is true");
    }
    if (checkRepoGpg && gpgkey.isEmpty()) {
      throw ErrorCode.NO_GPG_KEY.because(
          member + ".gpgkey: is needed, because check_repo_gpg is true");
    }
  }

  static RequestedRepository of(JsonNode tree, String member) {
    refuse(tree, member, "ignore_ssl", "certificates of servers are always checked");
    return new RequestedRepository(
        member,
        Trees.text(tree, "baseurl"),
        Trees.text(tree, "mirrorlist"),
        Trees.text(tree, "metalink"),
        Trees.text(tree, "gpgkey"),
        Trees.flag(tree, "check_gpg"),
        Trees.flag(tree, "check_repo_gpg").orElse(false),
        Trees.flag(tree, "rhsm").orElse(false),
        Trees.flag(tree, "module_hotfixes").orElse(false),
        Trees.texts(tree.path("package_sets")),
        Trees.text(tree, "suite"),
        Trees.texts(tree.path("components")));
  }

  private static void check(Optional<String> address, String member) {
    if (address.isPresent() && !ADDRESS.matcher(address.get()).matches()) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          member + ": '" + address.get() + "' has to begin with http://, https:// or ftp://");
    }
  }

  /** What no tool below could honour is better refused than dropped in silence. */
  private static void refuse(JsonNode tree, String member, String flag, String why) {
    if (Trees.flag(tree, flag).orElse(false)) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          member + "." + flag + ": " + why + ", leave it out");
    }
  }
}
