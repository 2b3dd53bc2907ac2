package org.imagebuilder.agent.tools;

import java.util.Map;
import java.util.TreeMap;

/** Which package brings which tool, for the message that one is missing. */
final class ToolCatalog {

  private static final Map<String, String> PACKAGES =
      Map.ofEntries(
          Map.entry("image-builder", "image-builder"),
          Map.entry("osbuild", "osbuild"),
          Map.entry("osbuild-depsolve-dnf", "osbuild-depsolve-dnf"),
          Map.entry("podman", "podman"),
          Map.entry("umount", "mount"),
          Map.entry("losetup", "mount"),
          Map.entry("mmdebstrap", "mmdebstrap"),
          Map.entry("newuidmap", "uidmap"),
          Map.entry("apt-get", "apt"),
          Map.entry("apt-ftparchive", "apt-utils"),
          Map.entry("ukify", "systemd-ukify"),
          Map.entry("mke2fs", "e2fsprogs"),
          Map.entry("mkfs.vfat", "dosfstools"),
          Map.entry("mmd", "mtools"),
          Map.entry("mcopy", "mtools"),
          Map.entry("sfdisk", "fdisk"),
          Map.entry("qemu-img", "qemu-utils"),
          Map.entry("umoci", "umoci"),
          Map.entry("skopeo", "skopeo"),
          Map.entry("zstd", "zstd"),
          Map.entry("kinit", "krb5-user (krb5-workstation on Fedora and RHEL)"),
          Map.entry("curl", "curl"),
          Map.entry("xz", "xz-utils (xz on Fedora and RHEL)"),
          Map.entry("grep", "grep"),
          Map.entry("dpkg-deb", "dpkg"),
          Map.entry("apt-cache", "apt"),
          Map.entry("tar", "tar"),
          Map.entry("unshare", "util-linux"),
          Map.entry("sh", "dash"),
          Map.entry("setsid", "util-linux"),
          Map.entry("setpriv", "util-linux"));

  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.of(
              "image-builder", "agent.tools.image-builder",
              "osbuild", "agent.tools.osbuild",
              "osbuild-depsolve-dnf", "agent.tools.dnf-json",
              "podman", "agent.tools.podman",
              "kinit", "agent.tools.kinit",
              "curl", "agent.tools.curl"));

  private ToolCatalog() {}

  private static String setting(String name, boolean isPath) {
    String key = SETTINGS.get(name);
    if (key != null) {
      return "or name its path in the worker's setting " + key;
    }
    return isPath
        ? "or correct the setting that names it: one of " + String.join(", ", SETTINGS.values())
        : "or put its directory on the worker's PATH";
  }

  static String howToGet(String tool) {
    String name = tool.substring(tool.lastIndexOf('/') + 1);
    String packageName = PACKAGES.get(name);
    String install =
        packageName == null
            ? "Install it on the worker"
            : "Install the package %s on the worker".formatted(packageName);
    return "The tool %s was not found. %s, %s."
        .formatted(tool, install, setting(name, tool.contains("/")));
  }
}
