package org.imagebuilder.composer.errors;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads numbers in queries; the framework would answer a bad one with "not found". */
@Provider
public class IntegerConverterProvider implements ParamConverterProvider {
  private final CurrentVertxRequest request;

  public IntegerConverterProvider(CurrentVertxRequest request) {
    this.request = request;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, Type genericType, Annotation[] annotations) {
    return type == Integer.class ? (ParamConverter<T>) new IntegerConverter() : null;
  }

  /** The framework does not say which parameter it converts, so it is found by its value. */
  private String nameOf(String value) {
    return request.getCurrent().queryParams().entries().stream()
        .filter(parameter -> parameter.getValue().equals(value))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("a parameter");
  }

  private final class IntegerConverter implements ParamConverter<Integer> {
    @Override
    public Integer fromString(String text) {
      try {
        return Integer.valueOf(text);
      } catch (NumberFormatException e) {
        throw ErrorCode.BAD_REQUEST.because(
            nameOf(text) + ": '" + text + "' is no whole number, or one that is too large");
      }
    }

    @Override
    public String toString(Integer value) {
      return value.toString();
    }
  }
}
