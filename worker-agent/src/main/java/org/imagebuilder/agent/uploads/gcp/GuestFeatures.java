package org.imagebuilder.agent.uploads.gcp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an image can do in Compute Engine, where the target does not say it. */
final class GuestFeatures {

  /** The family of Enterprise Linux, whose kernels of one major version are alike. */
  private static final Pattern ENTERPRISE =
      Pattern.compile("(?:rhel|centos|almalinux|almalinux_kitten|rocky|ol)-(\\d+)(?:\\..*)?");

  private static final List<String> ENTERPRISE_8 =
      List.of(
          "UEFI_COMPATIBLE",
          "VIRTIO_SCSI_MULTIQUEUE",
          "SEV_CAPABLE",
          "SEV_SNP_CAPABLE",
          "SEV_LIVE_MIGRATABLE",
          "SEV_LIVE_MIGRATABLE_V2",
          "GVNIC",
          "IDPF");

  private GuestFeatures() {}

  /** Empty for distributions that nothing is known about: Compute Engine then assumes nothing. */
  static List<String> of(String distribution) {
    Matcher enterprise = ENTERPRISE.matcher(distribution);
    int major = enterprise.matches() ? Integer.parseInt(enterprise.group(1)) : 0;
    if (major < 8) {
      return List.of();
    }
    if (major < 10) {
      return ENTERPRISE_8;
    }
    List<String> newest = new ArrayList<>(ENTERPRISE_8);
    newest.add("TDX_CAPABLE");
    return List.copyOf(newest);
  }
}
