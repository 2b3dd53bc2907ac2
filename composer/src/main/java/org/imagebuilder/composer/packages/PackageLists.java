package org.imagebuilder.composer.packages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.imagebuilder.composer.jobs.DebianManifestResult;
import org.imagebuilder.composer.jobs.DepsolveResult;
import org.imagebuilder.composer.jobs.ImageBuilderManifestResult;
import org.imagebuilder.composer.jobs.ManifestInfo;
import org.imagebuilder.composer.jobs.RpmManifestResult;
import org.jspecify.annotations.Nullable;

/** Reads packages out of the results of the jobs that know them, each in its own way. */
final class PackageLists {
  private static final Pattern RPM_FILE = Pattern.compile("(.+)-([^-]+)-([^-]+)\\.([^.]+)\\.rpm");
  private static final String NO_EPOCH = "0";

  private PackageLists() {}

  static List<ExactPackage> of(DepsolveResult result) {
    return result.packages().stream().map(PackageLists::solved).toList();
  }

  /** The worker's own list, with the digests that stand in the manifest. */
  static List<ExactPackage> of(RpmManifestResult result) {
    Map<String, String> digests = new HashMap<>();
    files(result.data()).forEach((digest, file) -> digests.put(file, digest));
    List<ExactPackage> packages = new ArrayList<>();
    if (result.packages() != null) {
      for (JsonNode each : result.packages()) {
        packages.add(listed(each, digests));
      }
    }
    return packages;
  }

  /** Old workers give no list: the names of the files that the manifest installs have to do. */
  static List<ExactPackage> of(ImageBuilderManifestResult result) {
    Map<String, String> files = files(result.data());
    Set<String> buildRoot = buildRoot(result.info());
    Set<String> digests = new LinkedHashSet<>();
    if (result.data() != null) {
      for (JsonNode pipeline : result.data().path("pipelines")) {
        if (!buildRoot.contains(pipeline.path("name").asText())) {
          pipeline.path("stages").forEach(stage -> digests.addAll(installed(stage)));
        }
      }
    }
    List<ExactPackage> packages = new ArrayList<>();
    for (String digest : digests) {
      byFile(files.getOrDefault(digest, ""), digest).ifPresent(packages::add);
    }
    return packages;
  }

  static List<ExactPackage> of(DebianManifestResult result) {
    List<ExactPackage> packages = new ArrayList<>();
    if (result.packages() != null) {
      for (JsonNode each : result.packages()) {
        packages.add(
            new ExactPackage(
                ExactPackage.DEB,
                each.path("name").asText(),
                Optional.empty(),
                each.path("version").asText(),
                each.path("release").asText(),
                each.path("arch").asText(),
                text(each, "checksum")));
      }
    }
    return packages;
  }

  private static ExactPackage solved(DepsolveResult.SolvedPackage each) {
    return new ExactPackage(
        ExactPackage.RPM,
        each.name(),
        each.epoch() == 0 ? Optional.empty() : Optional.of(Integer.toString(each.epoch())),
        orEmpty(each.version()),
        orEmpty(each.release()),
        orEmpty(each.arch()),
        digest(each.checksum()));
  }

  private static ExactPackage listed(JsonNode each, Map<String, String> digests) {
    String name = each.path("name").asText();
    String version = each.path("version").asText();
    String release = each.path("release").asText();
    String arch = each.path("arch").asText();
    String file = "%s-%s-%s.%s.rpm".formatted(name, version, release, arch);
    return new ExactPackage(
        ExactPackage.RPM,
        name,
        text(each, "epoch").filter(epoch -> !epoch.equals(NO_EPOCH)),
        version,
        release,
        arch,
        Optional.ofNullable(digests.get(file)));
  }

  private static Optional<ExactPackage> byFile(String file, String digest) {
    Matcher matcher = RPM_FILE.matcher(file);
    return matcher.matches()
        ? Optional.of(
            new ExactPackage(
                ExactPackage.RPM,
                matcher.group(1),
                Optional.empty(),
                matcher.group(2),
                matcher.group(3),
                matcher.group(4),
                Optional.of(digest)))
        : Optional.empty();
  }

  /** Digest → name of the file, of all sources of a manifest, whichever form they have. */
  private static Map<String, String> files(@Nullable JsonNode manifest) {
    Map<String, String> files = new HashMap<>();
    if (manifest != null) {
      for (JsonNode source : manifest.path("sources")) {
        for (Map.Entry<String, JsonNode> item : source.path("items").properties()) {
          JsonNode at = item.getValue();
          String address =
              at.isTextual() ? at.asText() : at.path(at.has("path") ? "path" : "url").asText();
          files.put(item.getKey(), address.substring(address.lastIndexOf('/') + 1));
        }
      }
    }
    return files;
  }

  private static Set<String> installed(JsonNode stage) {
    Set<String> digests = new LinkedHashSet<>();
    if ("org.osbuild.rpm".equals(stage.path("type").asText())) {
      JsonNode references = stage.at("/inputs/packages/references");
      references.fieldNames().forEachRemaining(digests::add);
      for (JsonNode reference : references) {
        text(reference, "id").ifPresent(digests::add);
      }
    }
    return digests;
  }

  private static Set<String> buildRoot(@Nullable ManifestInfo info) {
    Set<String> names = new HashSet<>(List.of("build"));
    if (info != null && info.pipelineNames() != null && info.pipelineNames().build() != null) {
      names.addAll(info.pipelineNames().build());
    }
    return names;
  }

  private static Optional<String> digest(@Nullable JsonNode checksum) {
    if (checksum == null || checksum.isNull()) {
      return Optional.empty();
    }
    String text =
        checksum.isTextual()
            ? checksum.asText()
            : checksum.path("type").asText() + ":" + checksum.path("value").asText();
    return Optional.of(text).filter(each -> each.length() > 1);
  }

  private static Optional<String> text(JsonNode tree, String member) {
    return Optional.of(tree.path(member).asText()).filter(text -> !text.isEmpty());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
