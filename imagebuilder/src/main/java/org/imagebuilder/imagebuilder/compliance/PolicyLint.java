package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Compares a blueprint, what its policy asked for when it was saved, and what it asks for now. */
final class PolicyLint {
  private PolicyLint() {}

  /** Customizations of the blueprint, of the policy now, and of the policy as it was stored. */
  static Findings of(JsonNode blueprint, JsonNode policy, JsonNode stored) {
    Requirements required = Requirements.of(policy);
    return new Findings(
        missing(Requirements.of(blueprint), required), dropped(Requirements.of(stored), required));
  }

  private static List<String> missing(Requirements present, Requirements required) {
    List<String> errors = new ArrayList<>();
    for (String name : without(required.packages(), present.packages())) {
      errors.add("package " + name + " required by policy is not present");
    }
    for (String point : without(required.mountpoints(), present.mountpoints())) {
      errors.add("mountpoint " + point + " required by policy is not present");
    }
    for (ServiceState state : ServiceState.values()) {
      for (String name : without(required.services(state), present.services(state))) {
        errors.add(
            "service " + name + " required as " + state.member() + " by policy is not present");
      }
    }
    required
        .kernelName()
        .filter(name -> !present.kernelName().equals(required.kernelName()))
        .ifPresent(name -> errors.add("kernel name " + name + " required by policy not set"));
    for (String word : required.kernelWords()) {
      if (!present.hasKernelWord(word)) {
        errors.add("kernel command line parameter '" + word + "' required by policy not set");
      }
    }
    if (required.fips() && !present.fips()) {
      errors.add("FIPS required 'true' by policy but not set");
    }
    return errors;
  }

  private static List<String> dropped(Requirements stored, Requirements required) {
    List<String> warnings = new ArrayList<>();
    for (String name : without(stored.packages(), required.packages())) {
      warnings.add("package " + name + " is no longer required by policy");
    }
    for (String point : without(stored.mountpoints(), required.mountpoints())) {
      warnings.add("mountpoint " + point + " is no longer required by policy");
    }
    for (ServiceState state : ServiceState.values()) {
      for (String name : without(stored.services(state), required.services(state))) {
        warnings.add(
            "service " + name + " is no longer required as " + state.member() + " by policy");
      }
    }
    stored
        .kernelName()
        .filter(name -> !required.kernelName().equals(stored.kernelName()))
        .ifPresent(
            name -> warnings.add("kernel name " + name + " is no longer required by policy"));
    for (String word : stored.kernelWords()) {
      if (!required.hasKernelWord(word)) {
        warnings.add(
            "kernel command line parameter '" + word + "' is no longer required by policy");
      }
    }
    if (stored.fips() && !required.fips()) {
      warnings.add("FIPS is no longer required by policy");
    }
    return warnings;
  }

  private static List<String> without(List<String> wanted, List<String> present) {
    return wanted.stream().filter(each -> !present.contains(each)).toList();
  }
}
