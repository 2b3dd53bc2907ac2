package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Collection;
import java.util.Map;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** How JSON is read and written in jobs: unknown members are ignored, missing ones named. */
public final class Json {

  /** Required members must be there. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

  private Json() {}

  public static JsonMapper mapper() {
    return STRICT;
  }

  /** Reads a value that was parsed already into the shape it should have. */
  public static <T> T read(Object value, Class<T> type, JobErrorCode otherwise)
      throws JobErrorException {
    try {
      return STRICT.convertValue(value, type);
    } catch (IllegalArgumentException e) {
      throw new JobErrorException(otherwise, otherwise.reason(), problem(e));
    }
  }

  public static JsonNode tree(Object value) {
    return STRICT.valueToTree(value);
  }

  /** An object's members. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> map(JsonNode object) {
    return STRICT.convertValue(object, Map.class);
  }

  /** Jackson's own message speaks of classes, and may repeat what is there, which may be secret. */
  private static String problem(IllegalArgumentException failure) {
    return failure.getCause() instanceof JsonMappingException mapping
        ? "%s %s".formatted(path(mapping), wanted(mapping))
        : "they do not have the form that they should have";
  }

  private static String wanted(JsonMappingException failure) {
    String message = failure.getOriginalMessage();
    if (message.startsWith("Missing required creator property")
        || message.startsWith("Null value for creator property")) {
      return "is missing";
    }
    Class<?> type =
        failure instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
            ? mismatch.getTargetType()
            : Object.class;
    if (Collection.class.isAssignableFrom(type)) {
      return "has to be a list";
    }
    if (type == String.class) {
      return "has to be a text";
    }
    if (Number.class.isAssignableFrom(type)) {
      return "has to be a number";
    }
    if (type == Boolean.class) {
      return "has to be true or false";
    }
    return "has not the form that it should have";
  }

  private static String path(JsonMappingException failure) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : failure.getPath()) {
      String name = step.getFieldName();
      path.append(name == null ? "[" + step.getIndex() + "]" : "." + name);
    }
    return path.isEmpty() ? "the top" : path.substring(path.charAt(0) == '.' ? 1 : 0);
  }
}
