package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Adds to customizations what a policy asks for and they lack. */
final class PolicyFixup {
  private PolicyFixup() {}

  /** The customizations with all that {@link PolicyLint} calls an error added. */
  static ObjectNode mended(JsonNode customizations, JsonNode policy) {
    ObjectNode mended =
        customizations instanceof ObjectNode object
            ? object.deepCopy()
            : JsonNodeFactory.instance.objectNode();
    Requirements required = Requirements.of(policy);
    Requirements present = Requirements.of(mended);
    for (String name : required.packages()) {
      if (!present.packages().contains(name)) {
        list(mended, "packages").add(name);
      }
    }
    addFilesystems(mended, policy, present);
    for (ServiceState state : ServiceState.values()) {
      for (String name : required.services(state)) {
        if (!present.services(state).contains(name)) {
          addService(mended, state, name);
        }
      }
    }
    addKernel(mended, required, present);
    if (required.fips()) {
      object(mended, "fips").put("enabled", true);
    }
    return mended;
  }

  // Beside a disk there can be no file system, and which partition of it may shrink only its author
  // knows: that error stays until a person mends it.
  private static void addFilesystems(ObjectNode mended, JsonNode policy, Requirements present) {
    if (mended.hasNonNull("disk")) {
      return;
    }
    for (JsonNode filesystem : policy.path("filesystem")) {
      if (!present.mountpoints().contains(filesystem.path("mountpoint").asText())) {
        list(mended, "filesystem").add(filesystem.deepCopy());
      }
    }
  }

  // The policy wins: a service cannot be enabled and masked at once.
  private static void addService(ObjectNode mended, ServiceState state, String name) {
    ObjectNode services = object(mended, "services");
    for (ServiceState other : ServiceState.values()) {
      boolean excludes = (other == ServiceState.ENABLED) != (state == ServiceState.ENABLED);
      if (excludes && services.path(other.member()) instanceof ArrayNode names) {
        remove(names, name);
        if (names.isEmpty()) {
          services.remove(other.member());
        }
      }
    }
    list(services, state.member()).add(name);
  }

  private static void addKernel(ObjectNode mended, Requirements required, Requirements present) {
    required.kernelName().ifPresent(name -> object(mended, "kernel").put("name", name));
    List<String> words =
        required.kernelWords().stream().filter(word -> !present.hasKernelWord(word)).toList();
    if (!words.isEmpty()) {
      ObjectNode kernel = object(mended, "kernel");
      String before = kernel.path("append").asText("").strip();
      String added = String.join(" ", words);
      kernel.put("append", before.isEmpty() ? added : before + " " + added);
    }
  }

  private static void remove(ArrayNode names, String name) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).asText().equals(name)) {
        names.remove(i);
      }
    }
  }

  private static ArrayNode list(ObjectNode holder, String member) {
    return holder.path(member) instanceof ArrayNode list ? list : holder.putArray(member);
  }

  private static ObjectNode object(ObjectNode holder, String member) {
    return holder.path(member) instanceof ObjectNode object ? object : holder.putObject(member);
  }
}
