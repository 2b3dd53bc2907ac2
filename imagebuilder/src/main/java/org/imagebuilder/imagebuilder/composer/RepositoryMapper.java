package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.imagebuilder.imagebuilder.contentsources.KnownRepository;
import org.imagebuilder.imagebuilder.distributions.Repository;

/** One repository of a build as composer spells it. */
final class RepositoryMapper {
  private RepositoryMapper() {}

  /** As the distribution's data file has it. */
  static ObjectNode asDefined(Repository repository) {
    ObjectNode mapped = JsonNodeFactory.instance.objectNode();
    if (repository.baseurl().isEmpty()) {
      mapped.put("metalink", repository.metalink());
    } else {
      mapped.put("baseurl", repository.baseurl());
    }
    mapped.put("rhsm", repository.rhsm());
    if (!repository.gpgKey().isEmpty()) {
      mapped.put("gpgkey", repository.gpgKey());
    }
    if (repository.checkGpg()) {
      mapped.put("check_gpg", true);
    }
    return mapped;
  }

  /** A copy that content-sources keeps: no subscription is needed for it. */
  static ObjectNode copy(KnownRepository known, String address) {
    ObjectNode mapped =
        JsonNodeFactory.instance.objectNode().put("baseurl", address).put("rhsm", false);
    known.gpgKey().ifPresent(key -> mapped.put("gpgkey", key).put("check_gpg", true));
    known.moduleHotfixes().ifPresent(flag -> mapped.put("module_hotfixes", flag));
    known.metadataVerification().ifPresent(flag -> mapped.put("check_repo_gpg", flag));
    return mapped;
  }

  /** Red Hat's in a template: signatures are checked, and without a key composer refuses. */
  static ObjectNode ofTemplate(KnownRepository known, String address) {
    ObjectNode mapped =
        JsonNodeFactory.instance.objectNode().put("baseurl", address).put("rhsm", false);
    known.gpgKey().ifPresent(key -> mapped.put("gpgkey", key));
    return mapped.put("check_gpg", true);
  }
}
