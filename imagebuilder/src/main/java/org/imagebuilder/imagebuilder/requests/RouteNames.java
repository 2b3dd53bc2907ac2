package org.imagebuilder.imagebuilder.requests;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Names of paths for metrics: few, however many ids there are. */
@Singleton
public class RouteNames {
  private static final String OTHER = "/-";

  private final List<Operation> operations = new ArrayList<>();

  RouteNames(Contract contract) {
    contract
        .document()
        .path("paths")
        .properties()
        .forEach(path -> operations.add(Operation.of(path.getKey(), path.getValue())));
  }

  public boolean isBelowBase(String path) {
    return path.startsWith(Contract.BASE + "/");
  }

  /** The path with its parameters by name, such as {@code /composes/:composeId}. */
  public String withNames(String path) {
    return named(path, segment -> ":" + segment.substring(1, segment.length() - 1));
  }

  /** The path with a dash for each parameter. */
  public String withDashes(String path) {
    return named(path, segment -> "-");
  }

  private String named(String path, UnaryOperator<String> parameter) {
    List<String> segments = List.of(path.substring(Contract.BASE.length() + 1).split("/", -1));
    return operations.stream()
        .filter(operation -> operation.matches(segments))
        .findFirst()
        .map(
            operation ->
                operation.segments().stream()
                    .map(each -> each.startsWith("{") ? parameter.apply(each) : each)
                    .reduce(Contract.BASE, (left, right) -> left + "/" + right))
        .orElse(Contract.BASE + OTHER);
  }
}
