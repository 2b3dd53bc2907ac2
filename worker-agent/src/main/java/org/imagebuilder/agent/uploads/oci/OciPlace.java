package org.imagebuilder.agent.uploads.oci;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.OciTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.PemKey;
import org.jspecify.annotations.Nullable;

/** Where in Oracle's cloud a file goes, and as whom. */
record OciPlace(
    OciAccount account, String region, String namespace, String bucket, String compartment) {

  private static final String SETTING = "The file of agent.oci.credentials";

  /** Each thing from the target, or else from the worker's file. */
  static OciPlace of(OciTargetOptions options, Optional<Path> credentials)
      throws JobErrorException {
    JsonNode file =
        credentials.isPresent() ? read(credentials.get()) : JsonNodeFactory.instance.objectNode();
    OciAccount account =
        new OciAccount(
            one(options.getTenancy(), file, "tenancy"),
            one(options.getUser(), file, "user"),
            one(options.getFingerprint(), file, "fingerprint"),
            key(one(options.getPrivateKey(), file, "private_key")));
    String region = one(options.getRegion(), file, "region");
    // It becomes a part of a host's name.
    if (!region.matches("[a-z0-9-]{1,64}")) {
      throw fault("region is not the name of a region: " + region);
    }
    String namespace = one(options.getNamespace(), file, "namespace");
    if (!namespace.matches("[A-Za-z0-9_-]{1,128}")) {
      throw fault("namespace is not the name of a namespace: " + namespace);
    }
    return new OciPlace(
        account,
        region,
        namespace,
        one(options.getBucket(), file, "bucket"),
        one(options.getCompartmentId(), file, "compartment"));
  }

  /** What is wrong with the worker's file, as far as that can be said without a target. */
  static Optional<String> problem(Optional<Path> credentials) {
    try {
      if (credentials.isPresent()) {
        String pem = read(credentials.get()).path("private_key").asText();
        if (!pem.isBlank()) {
          key(pem);
        }
      }
      return Optional.empty();
    } catch (JobErrorException e) {
      return Optional.of(e.reason());
    }
  }

  private static JsonNode read(Path file) throws JobErrorException {
    try {
      return new TomlMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      // Its message may repeat the content.
      throw fault(SETTING + " is not TOML: " + file);
    } catch (IOException e) {
      throw fault(SETTING + " cannot be read: " + file);
    }
  }

  private static String one(@Nullable String ofTarget, JsonNode file, String name)
      throws JobErrorException {
    if (ofTarget != null && !ofTarget.isBlank()) {
      return ofTarget.strip();
    }
    String ofWorker = file.path(name).asText().strip();
    if (ofWorker.isEmpty()) {
      throw fault(
          "The target names no %s, and neither does the file of agent.oci.credentials"
              .formatted(name));
    }
    return ofWorker;
  }

  private static PemKey key(String pem) throws JobErrorException {
    try {
      return PemKey.parse(pem);
    } catch (InvalidKeyException e) {
      throw fault("private_key " + e.getMessage());
    }
  }

  private static JobErrorException fault(String reason) {
    return new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason);
  }
}
