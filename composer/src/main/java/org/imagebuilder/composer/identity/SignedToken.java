package org.imagebuilder.composer.identity;

import java.security.Key;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.composer.errors.UnauthenticatedException;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwa.AlgorithmFactoryFactory;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/** A token that was taken apart; nothing that it says is to be believed before it is verified. */
final class SignedToken {
  private final JsonWebSignature signature;
  private final JwtClaims claims;

  private SignedToken(JsonWebSignature signature, JwtClaims claims) {
    this.signature = signature;
    this.claims = claims;
  }

  static SignedToken parse(String text) {
    try {
      JsonWebSignature signature = new JsonWebSignature();
      signature.setAlgorithmConstraints(rsaOnly());
      signature.setCompactSerialization(text);
      return new SignedToken(signature, JwtClaims.parse(signature.getUnverifiedPayload()));
    } catch (JoseException | InvalidJwtException | RuntimeException malformed) {
      throw new UnauthenticatedException("Bearer token is malformed");
    }
  }

  /** The id of the key that is said to have signed it; empty when there is no way to verify it. */
  Optional<String> keyId() {
    boolean known =
        text("alg")
            .filter(AlgorithmFactoryFactory.getInstance().getJwsAlgorithmFactory()::isAvailable)
            .isPresent();
    return text("kid").filter(id -> known);
  }

  /** Anything may stand there that JSON knows. */
  private Optional<String> text(String header) {
    return signature.getHeaders().getObjectHeaderValue(header) instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The claims, once one of these keys has verified that its owner made them. */
  JwtClaims claims(List<? extends Key> keys) {
    if (keys.stream().noneMatch(this::isVerifiedBy)) {
      throw new UnauthenticatedException("Signature of bearer token isn't valid");
    }
    return claims;
  }

  private boolean isVerifiedBy(Key key) {
    signature.setKey(key);
    try {
      return signature.verifySignature();
    } catch (JoseException | RuntimeException unverifiable) {
      // An algorithm that is not for such keys, or a header that has to be understood and is not,
      // or is of another kind than it has to be.
      return false;
    }
  }

  private static AlgorithmConstraints rsaOnly() {
    return new AlgorithmConstraints(
        ConstraintType.PERMIT,
        AlgorithmIdentifiers.RSA_USING_SHA256,
        AlgorithmIdentifiers.RSA_USING_SHA384,
        AlgorithmIdentifiers.RSA_USING_SHA512,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
        AlgorithmIdentifiers.RSA_PSS_USING_SHA512);
  }
}
