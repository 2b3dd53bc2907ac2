package org.imagebuilder.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of the API, as strict as its server: unknown members and other types are errors. */
final class ApiType {
  private static final KubernetesSerialization KNOWN = new KubernetesSerialization();
  private static final ObjectMapper STRICT = strict();

  private ApiType() {}

  /** The class of an object, where OpenShift itself has one. */
  static Optional<Class<? extends KubernetesResource>> of(JsonNode object) {
    return Optional.ofNullable(
        KNOWN.getRegisteredKubernetesResource(
            object.path("apiVersion").asText(), object.path("kind").asText()));
  }

  /** What is wrong about a value, if anything. */
  static Optional<String> problem(JsonNode value, Class<?> type) {
    try {
      STRICT.treeToValue(value, type);
      return Optional.empty();
    } catch (UnrecognizedPropertyException e) {
      return Optional.of(path(e) + " is not a member that the API knows");
    } catch (JsonMappingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      return Optional.of("%s: %s".formatted(path(e), reason));
    } catch (JsonProcessingException e) {
      return Optional.of(e.getOriginalMessage());
    }
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static ObjectMapper strict() {
    ObjectMapper mapper =
        new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, true)
            .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true)
            .setAnnotationIntrospector(new NothingElse());
    refuse(mapper, LogicalType.Textual, CoercionInputShape.Integer, CoercionInputShape.Float);
    refuse(mapper, LogicalType.Textual, CoercionInputShape.Boolean);
    refuse(mapper, LogicalType.Integer, CoercionInputShape.String, CoercionInputShape.Float);
    refuse(mapper, LogicalType.Boolean, CoercionInputShape.String, CoercionInputShape.Integer);
    return mapper;
  }

  private static void refuse(ObjectMapper mapper, LogicalType type, CoercionInputShape... shapes) {
    for (CoercionInputShape shape : List.of(shapes)) {
      mapper.coercionConfigFor(type).setCoercion(shape, CoercionAction.Fail);
    }
  }

  /** The generated classes keep members that they do not know; here they are errors. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated member) {
      return Boolean.FALSE;
    }
  }
}
