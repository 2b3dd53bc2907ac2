package org.imagebuilder.agent.sources;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.imagebuilder.agent.errors.JobErrorException;

/** Reads from a container's files what its system is, in the words of the image library. */
final class BootcSystem {

  private static final String MODULES = "usr/lib/modules";
  private static final String UPDATES = "usr/lib/bootupd/updates/EFI";
  private static final String SHIM = "usr/lib/efi/shim";

  private final RootedFiles files;
  private final JsonMapper json;

  BootcSystem(RootedFiles files, JsonMapper json) {
    this.files = files;
    this.json = json;
  }

  ObjectNode describe(Function<String, JobErrorException> failure)
      throws JobErrorException, IOException {
    Map<String, String> release = release();
    for (String name : List.of("ID", "VERSION_ID", "NAME")) {
      if (!release.containsKey(name)) {
        throw failure.apply("its os-release has no " + name);
      }
    }
    ObjectNode system = json.createObjectNode();
    ObjectNode about = system.putObject("OSRelease");
    about
        .put("PlatformID", release.getOrDefault("PLATFORM_ID", ""))
        .put("ID", release.get("ID"))
        .put("VersionID", release.get("VERSION_ID"))
        .put("Name", release.get("NAME"))
        .put("VariantID", release.getOrDefault("VARIANT_ID", ""));
    ArrayNode like = about.putArray("IDLike");
    for (String word : release.getOrDefault("ID_LIKE", "").split(" ", -1)) {
      if (!word.isEmpty()) {
        like.add(word);
      }
    }
    system.put("UEFIVendor", uefiVendor());
    system.put(
        "SELinuxPolicy",
        settings(files.read("etc/selinux/config").orElse("")).getOrDefault("SELINUXTYPE", ""));
    addKernel(system);
    return system;
  }

  private Map<String, String> release() throws IOException {
    Optional<String> own = files.read("etc/os-release");
    return settings(own.isPresent() ? own.get() : files.read("usr/lib/os-release").orElse(""));
  }

  /** The first directory that is not the general one. */
  private String uefiVendor() throws IOException {
    for (String vendor : files.directories(UPDATES)) {
      if (!vendor.equals("BOOT")) {
        return vendor;
      }
    }
    for (String version : files.directories(SHIM)) {
      for (String vendor : files.directories("%s/%s/EFI".formatted(SHIM, version))) {
        if (!vendor.equals("BOOT")) {
          return vendor;
        }
      }
    }
    return "";
  }

  private void addKernel(ObjectNode system) throws IOException {
    for (String version : files.directories(MODULES)) {
      String directory = MODULES + "/" + version;
      // The version becomes an argument of a program in the container.
      if (version.matches("[A-Za-z0-9_][A-Za-z0-9._+~-]*")
          && files.exists(directory + "/vmlinuz")) {
        system
            .putObject("KernelInfo")
            .put("Version", version)
            .put("HasAbootImg", files.exists(directory + "/aboot.img"));
        return;
      }
    }
  }

  /** Lines with a name, an equals sign and a value, which may stand in quotes. */
  private static Map<String, String> settings(String text) {
    Map<String, String> settings = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        settings.put(
            line.substring(0, equals).strip(),
            line.substring(equals + 1).strip().replaceAll("^[\"']|[\"']$", ""));
      }
    }
    return settings;
  }
}
