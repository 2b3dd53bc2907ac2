package org.imagebuilder.agent.uploads.koji;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.imagebuilder.agent.contract.worker.model.KojiTargetOptions;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.uploads.BuildRecord;
import org.imagebuilder.agent.uploads.Upload;
import org.imagebuilder.agent.uploads.Uploader;

/** Lays an image at a Koji hub, with all that is known of its build; a later job imports it. */
public final class KojiUploader implements Uploader<KojiTargetOptions> {

  private final KojiHub hub;
  private final JsonMapper json;

  public KojiUploader(KojiHub hub, JsonMapper json) {
    this.hub = hub;
    this.json = json;
  }

  @Override
  public String target() {
    return "org.osbuild.koji";
  }

  @Override
  public Class<KojiTargetOptions> optionsType() {
    return KojiTargetOptions.class;
  }

  @Override
  public Optional<String> missing() {
    return hub.missing();
  }

  @Override
  public Optional<String> problem() {
    return hub.problem();
  }

  @Override
  public Map<String, Object> upload(KojiTargetOptions options, Upload upload)
      throws JobErrorException, InterruptedException {
    String image = upload.imageName();
    if (image.isBlank() || image.contains("/") || image.startsWith(".")) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG, "image_name is no name of a file: " + image);
    }
    Path beside = beside(upload.file());
    try (KojiSession session = login(options, beside)) {
      Sending sending = new Sending(session, options.getUploadDirectory(), beside);
      KojiFile sent = sending.send(upload.file(), image, upload);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("image", sent.told());
      if (upload.build().isPresent()) {
        describe(upload.build().get(), upload, sending, result);
      }
      result.put("image_md5", sent.md5());
      result.put("image_size", sent.size());
      return result;
    }
  }

  private void describe(
      BuildRecord build, Upload upload, Sending sending, Map<String, Object> result)
      throws JobErrorException, InterruptedException {
    String image = upload.imageName();
    upload.progress().step("Sending what is known of the build");
    result.put(
        "log", sending.write(image + ".osbuild.log", BuildLogText.of(build.output())).told());
    result.put(
        "osbuild_manifest",
        sending.write(image + ".manifest.json", indented(build.manifest())).told());
    build.manifestInfo().ifPresent(info -> result.put("osbuild_manifest_info", info));
    List<Map<String, Object>> sboms = new ArrayList<>();
    for (BuildRecord.Sbom sbom : build.sboms()) {
      String name =
          "%s.%s-%s.spdx.json"
              .formatted(image, sbom.ofBuildroot() ? "buildroot" : "image", sbom.pipeline());
      sboms.add(sending.write(name, indented(sbom.document())).told());
    }
    if (!sboms.isEmpty()) {
      result.put("sbom_docs", sboms);
    }
  }

  private KojiSession login(KojiTargetOptions options, Path directory)
      throws JobErrorException, InterruptedException {
    try {
      return hub.login(options.getServer(), directory);
    } catch (KojiException e) {
      throw e.as(JobErrorCode.INVALID_TARGET_CONFIG);
    }
  }

  private String indented(Object document) throws JobErrorException {
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    } catch (IOException e) {
      throw JobErrorException.of(JobErrorCode.KOJI_BUILD, String.valueOf(e.getMessage()));
    }
  }

  /** The directory of the export, which belongs to the job. */
  private static Path beside(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? file.toAbsolutePath() : parent;
  }

  /** The files on their way into one directory of the hub. */
  private record Sending(KojiSession session, String directory, Path beside) {

    KojiFile send(Path file, String name, Upload upload)
        throws JobErrorException, InterruptedException {
      return send(file, name, bytes -> upload.progress().sent(bytes));
    }

    KojiFile write(String name, String text) throws JobErrorException, InterruptedException {
      Path file = beside.resolve(".koji-file");
      try {
        Files.writeString(file, text);
        return send(file, name, bytes -> {});
      } catch (IOException e) {
        throw JobErrorException.of(JobErrorCode.KOJI_BUILD, String.valueOf(e.getMessage()));
      } finally {
        file.toFile().delete();
      }
    }

    private KojiFile send(Path file, String name, LongConsumer sent)
        throws JobErrorException, InterruptedException {
      try {
        return session.upload(file, directory, name, sent);
      } catch (KojiException e) {
        throw e.as(JobErrorCode.UPLOADING_IMAGE);
      } catch (IOException e) {
        throw JobErrorException.of(JobErrorCode.KOJI_BUILD, String.valueOf(e.getMessage()));
      }
    }
  }
}
