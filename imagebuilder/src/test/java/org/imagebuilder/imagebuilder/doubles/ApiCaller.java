package org.imagebuilder.imagebuilder.doubles;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.microprofile.config.ConfigProvider;

/** A user of the public API: an organisation, and nothing else that matters. */
public final class ApiCaller {
  public static final String BASE = "/api/image-builder/v1";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String identity;

  private ApiCaller(String identity) {
    this.identity = identity;
  }

  public static ApiCaller of(String organisation) {
    return withIdentity(
        """
        {"identity":{"type":"User","org_id":"%1$s","internal":{"org_id":"%1$s"},
         "account_number":"42","user":{"email":"somebody@example.com","username":"somebody"}},
         "entitlements":{"rhel":{"is_entitled":true}}}
        """
            .formatted(organisation));
  }

  public static ApiCaller withIdentity(String json) {
    return new ApiCaller(Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** What came back. */
  public record Answer(int status, String text, HttpResponse<String> response) {
    public JsonNode json() {
      try {
        return JSON.readTree(text);
      } catch (IOException failure) {
        throw new UncheckedIOException(text, failure);
      }
    }

    /** The detail of the first error. */
    public String detail() {
      return json().at("/errors/0/detail").asText();
    }
  }

  public Answer get(String path) {
    return call(request(BASE + path).GET());
  }

  public Answer delete(String path) {
    return call(request(BASE + path).DELETE());
  }

  public Answer compose(JsonNode body) {
    return post("/compose", "application/json", BodyPublishers.ofString(body.toString()));
  }

  public Answer post(String path, JsonNode body) {
    return post(path, "application/json", BodyPublishers.ofString(body.toString()));
  }

  public Answer put(String path, JsonNode body) {
    return call(
        request(BASE + path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body.toString())));
  }

  public Answer post(String path, String mediaType, BodyPublisher body) {
    return call(request(BASE + path).header("Content-Type", mediaType).POST(body));
  }

  public HttpRequest.Builder request(String path) {
    return anonymous(path).header("x-rh-identity", identity);
  }

  public static HttpRequest.Builder anonymous(String path) {
    String url = ConfigProvider.getConfig().getValue("test.url", String.class);
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  public static Answer call(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }
}
