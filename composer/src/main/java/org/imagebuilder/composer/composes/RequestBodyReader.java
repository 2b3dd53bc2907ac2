package org.imagebuilder.composer.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.imagebuilder.composer.errors.ErrorCode;
import org.imagebuilder.composer.limits.LimitsConfig;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Reads bodies that the contract leaves as trees: UTF-8, one strict JSON object. */
@Provider
@Singleton
@Consumes(MediaType.APPLICATION_JSON)
public class RequestBodyReader implements ServerMessageBodyReader<ObjectNode> {
  private final StrictJson json;

  public RequestBodyReader(LimitsConfig limits) {
    this.json = new StrictJson(limits.maxDepth(), limits.maxElements());
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo method, MediaType mediaType) {
    return type == ObjectNode.class;
  }

  @Override
  public ObjectNode readFrom(
      Class<ObjectNode> type, Type genericType, MediaType mediaType, ServerRequestContext context)
      throws IOException {
    return read(mediaType, context.getInputStream());
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == ObjectNode.class;
  }

  @Override
  public ObjectNode readFrom(
      Class<ObjectNode> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> httpHeaders,
      InputStream entityStream)
      throws IOException {
    return read(mediaType, entityStream);
  }

  private ObjectNode read(MediaType mediaType, InputStream body) throws IOException {
    String charset = mediaType.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (charset != null && !StandardCharsets.UTF_8.name().equalsIgnoreCase(charset)) {
      throw ErrorCode.UNSUPPORTED_MEDIA_TYPE.because("the body has to be UTF-8, not " + charset);
    }
    // Its size was bounded when it came in.
    byte[] bytes = body.readAllBytes();
    if (bytes.length == 0) {
      throw ErrorCode.VALIDATION_FAILED.because("the body is empty");
    }
    return json.read(bytes);
  }
}
