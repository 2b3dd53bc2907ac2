package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Each object is what the API's types say, with no member more; types that OpenShift does not have
 * itself are held to a schema of this module. Nothing is left of a parameter.
 */
final class TypesCheck implements Check {
  private static final List<String> VERSIONS_OF_OTHERS =
      List.of("cloud.redhat.com/v1alpha1", "keda.sh/v1alpha1");

  @Override
  public Stream<String> problems(Processed template) {
    Stream<String> left =
        template.objects().stream()
            .filter(object -> object.toString().contains("${"))
            .map(object -> Processed.title(object) + " names a parameter that is not declared");
    Stream<String> types =
        template.objects().stream()
            .flatMap(
                object -> typed(object).map(problem -> Processed.title(object) + ": " + problem));
    Stream<String> clowder =
        template.pods().stream()
            .filter(Pod::isClowder)
            .flatMap(
                pod ->
                    ApiType.problem(pod.spec(), PodSpec.class).stream()
                        .map(problem -> pod.title() + ": " + problem));
    return Stream.of(left, types, clowder).flatMap(each -> each);
  }

  private static Stream<String> typed(JsonNode object) {
    if (VERSIONS_OF_OTHERS.contains(object.path("apiVersion").asText())) {
      String name = "/schemas/" + object.path("kind").asText().toLowerCase(Locale.ROOT) + ".json";
      InputStream schema = TypesCheck.class.getResourceAsStream(name);
      return schema == null
          ? Stream.of("there is no schema of this type here")
          : schema(schema).validate(object).stream().map(ValidationMessage::getMessage);
    }
    return ApiType.of(object)
        .map(type -> ApiType.problem(object, type).stream())
        .orElseGet(
            () ->
                Stream.of(
                    "the API has no such type in "
                        + object.path("apiVersion").asText("(no apiVersion)")));
  }

  private static JsonSchema schema(InputStream schema) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }
}
