package org.imagebuilder.composer.errors;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads ids in paths; the parser of the platform would accept half of one. */
@Provider
public class UuidConverterProvider implements ParamConverterProvider {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  @Override
  @SuppressWarnings("unchecked")
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, Type genericType, Annotation[] annotations) {
    return type == UUID.class ? (ParamConverter<T>) new UuidConverter() : null;
  }

  /** The id in this text; a text that is none is refused. */
  public static UUID id(String text) {
    if (!UUID_TEXT.matcher(text).matches()) {
      throw ErrorCode.BAD_REQUEST.because("id: '" + text + "' is no uuid");
    }
    return UUID.fromString(text);
  }

  private static final class UuidConverter implements ParamConverter<UUID> {
    @Override
    public UUID fromString(String text) {
      return id(text);
    }

    @Override
    public String toString(UUID value) {
      return value.toString();
    }
  }
}
