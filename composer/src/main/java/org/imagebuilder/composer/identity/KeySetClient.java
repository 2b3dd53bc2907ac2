package org.imagebuilder.composer.identity;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Fetches key sets, beside the requests that wait for them and with a bound on everything. */
final class KeySetClient {
  private static final Logger LOG = Logger.getLogger(KeySetClient.class);
  private static final int MOST_BYTES = 1 << 20;
  private static final int FEWEST_BITS = 2048;
  private static final int OK = 200;

  private final Vertx vertx;
  private final HttpClientOptions options;
  private final Duration timeout;

  /** Made when it is first used; guarded by this. */
  private @Nullable HttpClient http;

  KeySetClient(Vertx vertx, HttpClientOptions options, Duration timeout) {
    this.vertx = vertx;
    this.options = options;
    this.timeout = timeout;
  }

  /** The RSA keys for signatures that this source publishes, by their ids. */
  Future<Map<String, List<PublicKey>>> fetch(URI source) {
    Promise<Buffer> fetched = Promise.promise();
    // Not on the context of the request, which may end before.
    VertxContext.getRootContext(vertx.getOrCreateContext())
        .runOnContext(on -> get(source).onComplete(fetched));
    return fetched.future().map(Buffer::toString).compose(KeySetClient::read);
  }

  private Future<Buffer> get(URI source) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(source.toString())
            .setTimeout(timeout.toMillis())
            .putHeader("Accept", "application/json");
    Promise<HttpClientRequest> sent = Promise.promise();
    return client()
        .request(request)
        .onComplete(sent)
        .compose(HttpClientRequest::send)
        .compose(KeySetClient::body)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(late -> sent.future().onSuccess(HttpClientRequest::reset));
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    Promise<Buffer> whole = Promise.promise();
    response.exceptionHandler(whole::tryFail);
    if (response.statusCode() != OK) {
      return Future.failedFuture(new IOException("it answered " + response.statusCode()));
    }
    Buffer read = Buffer.buffer();
    response.endHandler(end -> whole.tryComplete(read));
    response.handler(
        part -> {
          if (read.length() + part.length() > MOST_BYTES) {
            whole.tryFail(new IOException("it answered more than " + MOST_BYTES + " bytes"));
          } else {
            read.appendBuffer(part);
          }
        });
    return whole.future();
  }

  static Future<Map<String, List<PublicKey>>> read(String text) {
    try {
      Map<String, List<PublicKey>> keys = new HashMap<>();
      for (JsonWebKey key : new JsonWebKeySet(text).getJsonWebKeys()) {
        if (isForSignatures(key)) {
          // Ids ought to differ; where they do not, no key may hide another.
          keys.computeIfAbsent(key.getKeyId(), id -> new ArrayList<>())
              .add(((PublicJsonWebKey) key).getPublicKey());
        }
      }
      return Future.succeededFuture(keys);
    } catch (JoseException | RuntimeException unreadable) {
      return Future.failedFuture(new IOException("it is no JSON Web Key Set", unreadable));
    }
  }

  private static boolean isForSignatures(JsonWebKey key) {
    if (key.getKeyId() == null
        || !(key instanceof PublicJsonWebKey asymmetric)
        || !(asymmetric.getPublicKey() instanceof RSAPublicKey rsa)
        || "enc".equals(key.getUse())) {
      return false;
    }
    if (rsa.getModulus().bitLength() < FEWEST_BITS) {
      LOG.warnf("Key not used, it has fewer than %d bits kid=%s", FEWEST_BITS, key.getKeyId());
      return false;
    }
    return true;
  }

  private synchronized HttpClient client() {
    if (http == null) {
      http = vertx.createHttpClient(options);
    }
    return http;
  }
}
