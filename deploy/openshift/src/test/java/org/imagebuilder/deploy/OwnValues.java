package org.imagebuilder.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Somebody's own values for a template: {@code make deploy-check T=composer VALUES=my.env}. Not
 * among the tests, for it has nothing to say without them.
 */
class OwnValues {
  @Test
  void the_values_fit_the_template() {
    String name = System.getProperty("deploy.template", "");
    Path values = Path.of(System.getProperty("deploy.values", ""));
    assertThat(Template.names()).as("T names a template").contains(name);
    assertThat(Files.isRegularFile(values)).as("VALUES names a file: " + values).isTrue();

    assertThat(Check.problems(Template.of(name), Values.read(values)))
        .as("what is wrong about " + values.getFileName())
        .isEmpty();
  }
}
