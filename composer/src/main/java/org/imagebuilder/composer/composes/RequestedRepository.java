package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.errors.ErrorCode;

/** A repository that a request brings along; usable, or it cannot be made. */
record RequestedRepository(
    String member,
    Optional<String> baseurl,
    Optional<String> mirrorlist,
    Optional<String> metalink,
    Optional<String> gpgkey,
    Optional<Boolean> checkGpg,
    boolean rhsm,
    boolean moduleHotfixes,
    List<String> packageSets,
    Optional<String> suite,
    List<String> components) {
  RequestedRepository {
    packageSets = List.copyOf(packageSets);
    components = List.copyOf(components);
    if (baseurl.isEmpty() && mirrorlist.isEmpty() && metalink.isEmpty()) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          member + ": give it a baseurl, a mirrorlist or a metalink");
    }
    if (checkGpg.orElse(false) && gpgkey.isEmpty()) {
      throw ErrorCode.NO_GPG_KEY.because(member + ".gpgkey: is needed, because check_gpg is true");
    }
  }

  static RequestedRepository of(JsonNode tree, String member) {
    refuse(tree, member, "check_repo_gpg", "signatures of metadata cannot be checked");
    refuse(tree, member, "ignore_ssl", "certificates of servers are always checked");
    return new RequestedRepository(
        member,
        Trees.text(tree, "baseurl"),
        Trees.text(tree, "mirrorlist"),
        Trees.text(tree, "metalink"),
        Trees.text(tree, "gpgkey"),
        Trees.flag(tree, "check_gpg"),
        Trees.flag(tree, "rhsm").orElse(false),
        Trees.flag(tree, "module_hotfixes").orElse(false),
        Trees.texts(tree.path("package_sets")),
        Trees.text(tree, "suite"),
        Trees.texts(tree.path("components")));
  }

  /** What no tool below could honour is better refused than dropped in silence. */
  private static void refuse(JsonNode tree, String member, String flag, String why) {
    if (Trees.flag(tree, flag).orElse(false)) {
      throw ErrorCode.INVALID_REPOSITORY.because(
          member + "." + flag + ": " + why + ", leave it out");
    }
  }
}
