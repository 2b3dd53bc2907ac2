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
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/** Reads bodies that the contract leaves as trees: bounded, UTF-8, one strict JSON object. */
@Provider
@Singleton
@Consumes(MediaType.APPLICATION_JSON)
public class RequestBodyReader implements ServerMessageBodyReader<ObjectNode> {
  private final StrictJson json;
  private final int maxBytes;

  public RequestBodyReader(ComposesConfig config) {
    this.json = new StrictJson(config.maxRequestDepth());
    this.maxBytes = Math.toIntExact(config.maxRequestSize().asLongValue());
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

  private byte[] bytes(InputStream body) {
    try {
      return body.readNBytes(maxBytes + 1);
    } catch (IOException e) {
      // The sender broke off, or has been told already that it is too much: nobody's fault here.
      throw ErrorCode.VALIDATION_FAILED.because("the body could not be read to its end");
    }
  }

  private ObjectNode read(MediaType mediaType, InputStream body) {
    String charset = mediaType.getParameters().get(MediaType.CHARSET_PARAMETER);
    if (charset != null && !StandardCharsets.UTF_8.name().equalsIgnoreCase(charset)) {
      throw ErrorCode.UNSUPPORTED_MEDIA_TYPE.because("the body has to be UTF-8, not " + charset);
    }
    byte[] bytes = bytes(body);
    if (bytes.length > maxBytes) {
      throw ErrorCode.PAYLOAD_TOO_LARGE.because("a body may have " + maxBytes + " bytes");
    }
    if (bytes.length == 0) {
      throw ErrorCode.VALIDATION_FAILED.because("the body is empty");
    }
    return json.read(bytes);
  }
}
