package org.imagebuilder.agent.uploads.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.imagebuilder.agent.contract.worker.model.ContainerTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.registries.ImageReference;
import org.jspecify.annotations.Nullable;

/**
 * Where an image goes, and as whom.
 *
 * @param own it is in the worker's own registry, for which its settings hold
 * @param login name and password in base64
 * @param verify believe the registry only with a good certificate
 */
record Destination(ImageReference image, boolean own, Optional<String> login, boolean verify) {

  /**
   * Completes a name that leaves the registry open. The worker's own logins go with such names
   * only, and with names that lie where those lead: whoever names another registry brings a login.
   */
  static Destination of(RegistrySettings settings, ContainerTargetOptions options, String imageName)
      throws JobErrorException {
    String name = imageName.isBlank() ? text(options.getReference()) : imageName;
    boolean completed = !ImageReference.namesRegistry(name);
    Optional<String> place = settings.place();
    if (completed && place.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG,
          "The target names no registry, and the worker has none: set agent.containers.domain, or"
              + " name the registry in front of the image",
          name);
    }
    ImageReference image = parse(completed ? place.orElseThrow() + name : name);
    boolean own = place.filter(begin -> (image.name() + "/").startsWith(begin)).isPresent();
    Optional<String> login = login(options);
    if (own && login.isEmpty()) {
      login = settings.logins().find(image);
    }
    boolean verify = own ? settings.verify() : !Boolean.FALSE.equals(options.getTlsVerify());
    return new Destination(image, own, login, verify);
  }

  private static ImageReference parse(String name) throws JobErrorException {
    Optional<ImageReference> image = ImageReference.parse(name);
    if (image.isEmpty()) {
      throw fault(
          "The target's image_name is no name of a container image (registry/repository:tag, the"
              + " repository in small letters)",
          name);
    }
    if (image.get().digest().isPresent()) {
      throw fault(
          "The target's image_name ends with a digest, which the registry gives: name a tag", name);
    }
    return image.get();
  }

  private static Optional<String> login(ContainerTargetOptions options) throws JobErrorException {
    String username = text(options.getUsername());
    String password = text(options.getPassword());
    if (username.isEmpty() != password.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "The target has one of username and password only: give both, or none");
    }
    return username.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Base64.getEncoder()
                .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static JobErrorException fault(String reason, String name) {
    return new JobErrorException(JobErrorCode.INVALID_TARGET_CONFIG, reason, name);
  }

  /** What to look at when the login is wrong. */
  String loginAdvice() {
    return own
        ? "agent.containers.auth-file-path of the worker, or username and password of the target"
        : "username and password of the target";
  }

  /** What to look at when the certificate is not believed. */
  String trustAdvice() {
    return own
        ? "put its authority as a .crt file into the directory of agent.containers.cert-path"
        : "add its authority to those of the worker's machine";
  }

  /** Without the login. */
  @Override
  public String toString() {
    return image.toString();
  }
}
