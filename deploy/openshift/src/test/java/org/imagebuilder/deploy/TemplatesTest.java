package org.imagebuilder.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.openshift.client.OpenShiftClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates as they are, with the values of the examples. */
class TemplatesTest {
  static List<String> templates() {
    return Template.names();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void a_template_holds_to_all_that_is_asked_of_it(String name) {
    assertThat(Check.problems(Template.of(name), Values.example(name))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("templates")
  void the_client_of_openshift_makes_the_same_objects(String name) {
    Template template = Template.of(name);
    Values values = Values.example(name).with("DB_PASSWORD", "made-up");
    Map<String, String> complete = values.complete(template);

    List<HasMetadata> made = processed(template, complete);

    Processed ours = Processed.of(template, values);
    assertThat(made).hasSize(ours.objects().size());
    for (int i = 0; i < made.size(); i++) {
      assertThat(tree(made.get(i))).isEqualTo(typed(made.get(i), ours.objects().get(i)));
    }
  }

  private static List<HasMetadata> processed(Template template, Map<String, String> values) {
    try (OpenShiftClient client =
        new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder().withAutoConfigure(false).build())
            .build()
            .adapt(OpenShiftClient.class)) {
      byte[] yaml = template.tree().toString().getBytes(StandardCharsets.UTF_8);
      return client
          .templates()
          .load(new ByteArrayInputStream(yaml))
          .processLocally(values)
          .getItems();
    }
  }

  private static JsonNode tree(HasMetadata object) {
    return new ObjectMapper().valueToTree(object);
  }

  /** Ours, written as the client writes it: by way of its class. */
  private static JsonNode typed(HasMetadata like, JsonNode object) {
    ObjectMapper mapper = new ObjectMapper();
    return mapper.valueToTree(mapper.convertValue(object, like.getClass()));
  }
}
