package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.imagebuilder.composer.errors.ErrorCode;

/** Refuses a partition table that contradicts itself. Its sizes were read before. */
final class DiskRules {
  private static final Pattern GUID =
      Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern TWO_DIGITS = Pattern.compile("(?i)[0-9a-f]{2}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.+@-]{1,127}");
  private static final String SWAP = "swap";

  private final Pattern partType;
  private final Set<String> mountpoints = new HashSet<>();
  private final Set<String> groups = new HashSet<>();

  private DiskRules(Pattern partType) {
    this.partType = partType;
  }

  static void check(JsonNode disk, String member) {
    if (Trees.isEmpty(disk)) {
      return;
    }
    boolean isDos = disk.path("type").asText().equals("dos");
    DiskRules rules = new DiskRules(isDos ? TWO_DIGITS : GUID);
    int i = 0;
    for (JsonNode partition : disk.path("partitions")) {
      rules.partition(partition, member + ".partitions[" + i + "]");
      i++;
    }
    if (i == 0) {
      throw refusal(member + ".partitions", "has to have at least one entry");
    }
  }

  private void partition(JsonNode partition, String at) {
    Trees.text(partition, "part_type")
        .filter(type -> !partType.matcher(type).matches())
        .ifPresent(
            type -> {
              throw refusal(
                  at + ".part_type",
                  partType == GUID
                      ? "'" + type + "' has to be a GUID"
                      : "'" + type + "' has to be two hexadecimal digits");
            });
    switch (partition.path("type").asText()) {
      case "lvm" -> group(partition, at);
      case "btrfs" -> subvolumes(partition.path("subvolumes"), at + ".subvolumes");
      default -> filesystem(partition, at);
    }
  }

  private void group(JsonNode group, String at) {
    Trees.text(group, "name").ifPresent(name -> name(name, at + ".name", groups));
    Set<String> volumes = new HashSet<>();
    int i = 0;
    for (JsonNode volume : group.path("logical_volumes")) {
      String place = at + ".logical_volumes[" + i + "]";
      Optional<String> name = Trees.text(volume, "name");
      if (volume.has("name") && name.isEmpty()) {
        throw refusal(place + ".name", "must not be empty, leave it out or give one");
      }
      name.ifPresent(given -> name(given, place + ".name", volumes));
      filesystem(volume, place);
      i++;
    }
    if (i == 0) {
      throw refusal(at + ".logical_volumes", "has to have at least one entry");
    }
  }

  private void subvolumes(JsonNode subvolumes, String at) {
    Set<String> names = new HashSet<>();
    int i = 0;
    for (JsonNode subvolume : subvolumes) {
      String place = at + "[" + i + "]";
      String name = subvolume.path("name").asText();
      if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
        throw refusal(place + ".name", "is needed");
      }
      if (!names.add(name)) {
        throw refusal(place + ".name", "'" + name + "' is given twice");
      }
      PathRules.mountpoint(
          subvolume.path("mountpoint").asText(), place + ".mountpoint", mountpoints);
      i++;
    }
    if (i == 0) {
      throw refusal(at, "has to have at least one entry");
    }
  }

  private void filesystem(JsonNode filesystem, String at) {
    Optional<String> mountpoint = Trees.text(filesystem, "mountpoint");
    if (filesystem.path("fs_type").asText().equals(SWAP)) {
      if (mountpoint.isPresent()) {
        throw refusal(at + ".mountpoint", "swap is not mounted, leave it out");
      }
      return;
    }
    PathRules.mountpoint(mountpoint.orElse(""), at + ".mountpoint", mountpoints);
  }

  private static void name(String name, String at, Set<String> seen) {
    if (!NAME.matcher(name).matches()) {
      throw refusal(at, "'" + name + "' has to be letters, digits and any of _ . + @ -");
    }
    if (!seen.add(name)) {
      throw refusal(at, "'" + name + "' is given twice");
    }
  }

  private static RuntimeException refusal(String member, String why) {
    return ErrorCode.INVALID_CUSTOMIZATION.because(member + ": " + why);
  }
}
