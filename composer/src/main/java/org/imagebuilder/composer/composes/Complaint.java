package org.imagebuilder.composer.composes;

import com.networknt.schema.ValidationMessage;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Says in words what does not fit the contract: where it is, and what to change. */
final class Complaint {
  private static final int SHOWN = 5;

  private Complaint() {}

  static String about(Collection<ValidationMessage> faults) {
    List<String> sentences = faults.stream().map(Complaint::sentence).distinct().toList();
    String shown = sentences.stream().limit(SHOWN).collect(Collectors.joining("; "));
    int more = sentences.size() - SHOWN;
    return more > 0 ? shown + "; and " + more + " more" : shown;
  }

  private static String sentence(ValidationMessage fault) {
    String at = Trees.member(fault.getInstanceLocation().toString());
    String first =
        fault.getArguments() == null || fault.getArguments().length == 0
            ? ""
            : String.valueOf(fault.getArguments()[0]);
    String says =
        switch (fault.getType()) {
          case "required" -> "is needed";
          case "additionalProperties" -> "is not known here, leave it out";
          case "type" -> "has the wrong type: " + list(fault);
          case "enum" -> "has to be one of " + first;
          case "minItems" -> "has to have at least " + first + " entries";
          case "minimum" -> "has to be at least " + first;
          case "maximum" -> "has to be at most " + first;
          case "minLength" -> "has to have at least " + first + " characters";
          case "maxLength" -> "has to have at most " + first + " characters";
          case "pattern" -> "has to match " + first;
          case "not" -> notAllowed(at);
          case "oneOf", "anyOf" ->
              "fits none, or more than one, of the forms that are allowed here";
          default -> "does not fit: " + fault.getType();
        };
    String property = fault.getProperty();
    String path =
        property == null || property.isEmpty() ? at : at.isEmpty() ? property : at + "." + property;
    return path.isEmpty() ? says : path + ": " + says;
  }

  private static String notAllowed(String at) {
    return at.isEmpty()
        ? "give blueprint or customizations, not both"
        : "has a combination of members that is not allowed";
  }

  private static String list(ValidationMessage fault) {
    Object[] arguments = fault.getArguments();
    return arguments != null && arguments.length >= 2
        ? "it is " + arguments[0] + " and has to be " + arguments[1]
        : Arrays.toString(arguments);
  }
}
