package org.imagebuilder.composer.identity;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An issuer of tokens: publishes its keys on a free port and signs what it is asked to. */
public final class TestIssuer implements AutoCloseable {
  private static final int BITS = 2048;

  /** Keys are dear to make; equal ids of two issuers are the same key. */
  private static final Map<String, RsaJsonWebKey> MADE = new ConcurrentHashMap<>();

  private final List<RsaJsonWebKey> keys = new CopyOnWriteArrayList<>();
  private final AtomicInteger fetches = new AtomicInteger();
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private volatile boolean isAway;

  /** One that begins with a key of this id. */
  public TestIssuer(String keyId) {
    this(MADE.computeIfAbsent(keyId, TestIssuer::newKey));
  }

  /** One that begins with this key. */
  TestIssuer(RsaJsonWebKey key) {
    keys.add(key);
    server =
        Awaited.of(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      fetches.incrementAndGet();
                      if (isAway) {
                        request.response().setStatusCode(502).end();
                      } else {
                        request.response().end(keySet());
                      }
                    })
                .listen(0, "localhost"));
  }

  public String url() {
    return "http://localhost:" + server.actualPort() + "/certs";
  }

  /** How often keys were fetched. */
  int fetches() {
    return fetches.get();
  }

  void goAway() {
    isAway = true;
  }

  void comeBack() {
    isAway = false;
  }

  /** Publishes one more key. */
  RsaJsonWebKey addKey(String id) {
    RsaJsonWebKey key = MADE.computeIfAbsent(id, TestIssuer::newKey);
    keys.add(key);
    return key;
  }

  /** Withdraws all keys for the sake of another one. */
  void replaceKeys(String id) {
    replaceKeys(MADE.computeIfAbsent(id, TestIssuer::newKey));
  }

  /** Withdraws all keys for the sake of this one. */
  void replaceKeys(RsaJsonWebKey key) {
    keys.add(key);
    keys.removeIf(old -> old != key);
  }

  /** A key that nobody publishes. */
  static RsaJsonWebKey newKey(String id) {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(BITS);
      key.setKeyId(id);
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  String keySet() {
    return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  /** A good token with these claims besides the ones that each has to have. */
  public String token(Map<String, ?> claims) {
    return sign(claims(claims), keys.getFirst());
  }

  static JwtClaims claims(Map<String, ?> more) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuedAt(at(Duration.ofMinutes(-1)));
    claims.setExpirationTime(at(Duration.ofMinutes(10)));
    claims.setClaim("typ", "Bearer");
    more.forEach(claims::setClaim);
    return claims;
  }

  static NumericDate at(Duration fromNow) {
    return NumericDate.fromSeconds(Instant.now().plus(fromNow).getEpochSecond());
  }

  static String sign(JwtClaims claims, RsaJsonWebKey key) {
    return sign(
        claims.toJson(),
        key.getKeyId(),
        key.getPrivateKey(),
        AlgorithmIdentifiers.RSA_USING_SHA256);
  }

  static String sign(String payload, String keyId, Key key, String algorithm) {
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setPayload(payload);
      signature.setKeyIdHeaderValue(keyId);
      signature.setAlgorithmHeaderValue(algorithm);
      signature.setKey(key);
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    Awaited.of(vertx.close());
  }
}
