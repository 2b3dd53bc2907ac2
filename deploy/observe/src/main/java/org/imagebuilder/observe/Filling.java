package org.imagebuilder.observe;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands for the variables of a dashboard when its queries are tried or drawn.
 *
 * @param range the time that is looked at
 * @param rate over what rates are taken; some scrapes long
 */
record Filling(String range, String rate) {

  /** The query as Prometheus understands it. */
  String fill(String expression, Dashboard dashboard) {
    Map<String, String> values =
        Stream.concat(
                Stream.of(Map.entry("__range", range), Map.entry("__rate_interval", rate)),
                dashboard.variables().stream().map(each -> Map.entry(each.name(), each.sample())))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    // The longest first, for a name may be the beginning of another.
    List<String> names =
        values.keySet().stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    String filled = expression;
    for (String name : names) {
      filled = filled.replace("$" + name, values.getOrDefault(name, ""));
    }
    return filled;
  }
}
