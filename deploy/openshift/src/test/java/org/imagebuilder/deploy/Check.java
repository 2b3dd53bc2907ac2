package org.imagebuilder.deploy;

import java.util.List;
import java.util.stream.Stream;

/** Something that has to be true of a processed template. */
interface Check {
  /** A sentence for each thing that is not so. */
  Stream<String> problems(Processed template);

  /** All of them. */
  static List<Check> all() {
    return List.of(
        new TypesCheck(),
        new NamesCheck(),
        new ImagesCheck(),
        new EnvironmentCheck(),
        new SecretsCheck(),
        new PortsCheck(),
        new ProbesCheck(),
        new HardeningCheck(),
        new StopCheck(),
        new SizesCheck(),
        new ReplicasCheck(),
        new MetricsCheck());
  }

  static List<String> problems(Template template, Values values) {
    List<String> wrong = values.problems(template);
    if (!wrong.isEmpty()) {
      return wrong;
    }
    Processed processed = Processed.of(template, values);
    return all().stream().flatMap(check -> check.problems(processed)).distinct().toList();
  }
}
