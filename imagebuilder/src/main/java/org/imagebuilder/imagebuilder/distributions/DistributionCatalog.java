package org.imagebuilder.imagebuilder.distributions;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;

/** All distributions, read once, and the part of them that a caller may use. */
@Singleton
public class DistributionCatalog {
  private final Map<String, Distribution> distributions = new LinkedHashMap<>();
  private final AllowList allowList;

  DistributionCatalog(DistributionsConfig config) {
    Optional<String> mirror = config.debianMirror().filter(text -> !text.isBlank());
    config
        .directory()
        .filter(text -> !text.isBlank())
        .map(directory -> DistributionFiles.read(Path.of(directory)))
        .orElseGet(DistributionFiles::read)
        .forEach(
            (key, each) ->
                distributions.put(
                    key,
                    mirror.isPresent() && each.isDebian() ? each.withMirror(mirror.get()) : each));
    allowList =
        config
            .allowFile()
            .filter(text -> !text.isBlank())
            .map(file -> AllowList.read(Path.of(file)))
            .orElseGet(AllowList::empty);
  }

  /** The distribution under this key, or the refusal that the caller gets. */
  public Distribution usable(String key, Identity caller) {
    Distribution distribution = entitled(caller).get(key);
    if (distribution == null) {
      throw new ApiException(ErrorCode.DISTRIBUTION_UNAVAILABLE);
    }
    if (!allowList.permits(caller.organisation(), distribution)) {
      throw new ApiException(ErrorCode.DISTRIBUTION_FORBIDDEN, distribution.name());
    }
    return distribution;
  }

  /** What the caller may build, by key. */
  public Map<String, Distribution> usable(Identity caller) {
    Map<String, Distribution> usable = entitled(caller);
    usable.values().removeIf(each -> !allowList.permits(caller.organisation(), each));
    return usable;
  }

  /** Ends the request unless details of the distribution may be told; the allow list has no say. */
  void checkDetails(String key, Identity caller) {
    Distribution distribution = entitled(caller).get(key);
    if (distribution == null) {
      throw new ApiException(ErrorCode.DISTRIBUTION_NOT_FOUND, key);
    }
    if (distribution.isBootcOnly()) {
      throw new ApiException(ErrorCode.DISTRIBUTION_BOOTC_ONLY);
    }
  }

  /** The release of RHEL with these numbers, if the caller is entitled to it. */
  public Optional<Distribution> release(RhelVersion version, Identity caller) {
    return entitled(caller).values().stream()
        .filter(each -> RhelVersion.ofName(each.name()).filter(version::equals).isPresent())
        .findFirst();
  }

  /** Everything there is, whoever asks, in the order of the data files. */
  public Map<String, Distribution> all() {
    return Collections.unmodifiableMap(distributions);
  }

  /** Ends the request unless the container is listed, and its payload too if one is given. */
  public void checkBootc(String reference, Optional<String> payload, Identity caller) {
    if (entitled(caller).values().stream()
        .flatMap(each -> each.bootc().stream())
        .noneMatch(image -> image.reference().equals(reference))) {
      throw new ApiException(ErrorCode.BOOTC_REFERENCE_UNKNOWN, reference);
    }
    payload.ifPresent(
        wanted -> {
          if (entitled(caller).values().stream()
              .flatMap(each -> each.bootc().stream())
              .filter(image -> image.reference().equals(reference))
              .noneMatch(image -> image.isoPayloadReferences().contains(wanted))) {
            throw new ApiException(ErrorCode.BOOTC_PAYLOAD_UNKNOWN, reference, wanted);
          }
        });
  }

  private Map<String, Distribution> entitled(Identity caller) {
    Map<String, Distribution> visible = new LinkedHashMap<>(distributions);
    visible.values().removeIf(each -> each.needsEntitlement() && !caller.entitledToRhel());
    return visible;
  }
}
