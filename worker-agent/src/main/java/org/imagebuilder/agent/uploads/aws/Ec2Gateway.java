package org.imagebuilder.agent.uploads.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.XmlElement;

/** EC2 in one region, as far as images and their snapshots go. */
final class Ec2Gateway {

  private final AwsQuery query;

  Ec2Gateway(AwsQuery query) {
    this.query = query;
  }

  /**
   * How far an import is.
   *
   * @param status {@code active}, {@code completed}, {@code deleting}, {@code deleted}
   * @param message why it ends, or what it does
   */
  record SnapshotImport(
      String status, String message, Optional<String> progress, Optional<String> snapshot) {}

  /**
   * An image of the region.
   *
   * @param state {@code pending}, {@code available}, {@code failed} and others
   */
  record MachineImage(String id, String state, String reason, List<String> snapshots) {}

  /** How an image shall be registered. */
  record Registration(String name, String snapshot, String arch, Optional<String> bootMode) {}

  /** Begins to make a snapshot out of a file in a bucket; says the import's id. */
  String importSnapshot(String description, String format, String bucket, String key, String once)
      throws AwsException, JobErrorException, InterruptedException {
    return required(
        query.call(
            "ImportSnapshot",
            Map.of(
                "Description", description,
                "ClientToken", once,
                "DiskContainer.Description", description,
                "DiskContainer.Format", format,
                "DiskContainer.UserBucket.S3Bucket", bucket,
                "DiskContainer.UserBucket.S3Key", key)),
        "importTaskId");
  }

  /** Empty: EC2 does not know of this import yet. */
  Optional<SnapshotImport> snapshotImport(String id)
      throws AwsException, JobErrorException, InterruptedException {
    try {
      XmlElement answer = query.call("DescribeImportSnapshotTasks", Map.of("ImportTaskId.1", id));
      return answer
          .at("importSnapshotTaskSet", "item", "snapshotTaskDetail")
          .map(
              detail ->
                  new SnapshotImport(
                      detail.textAt("status").orElse(""),
                      detail.textAt("statusMessage").orElse(""),
                      detail.textAt("progress"),
                      detail.textAt("snapshotId")));
    } catch (AwsException e) {
      if (e.code().startsWith("InvalidConversionTaskId")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void cancelImport(String id) throws AwsException, JobErrorException, InterruptedException {
    query.call("CancelImportTask", Map.of("ImportTaskId", id));
  }

  void name(String resource, String name)
      throws AwsException, JobErrorException, InterruptedException {
    query.call(
        "CreateTags", Map.of("ResourceId.1", resource, "Tag.1.Key", "Name", "Tag.1.Value", name));
  }

  /** The new image's id. */
  String register(Registration wanted)
      throws AwsException, JobErrorException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("Name", wanted.name());
    form.put("Architecture", wanted.arch());
    form.put("VirtualizationType", "hvm");
    form.put("RootDeviceName", "/dev/sda1");
    form.put("EnaSupport", "true");
    form.put("BlockDeviceMapping.1.DeviceName", "/dev/sda1");
    form.put("BlockDeviceMapping.1.Ebs.SnapshotId", wanted.snapshot());
    wanted.bootMode().ifPresent(mode -> form.put("BootMode", mode));
    try {
      return required(query.call("RegisterImage", form), "imageId");
    } catch (AwsException e) {
      if (e.hasCode("InvalidAMIName.Duplicate")) {
        // The answer to an earlier attempt may have been lost.
        Optional<String> own = ownImage(wanted.name(), wanted.snapshot());
        if (own.isPresent()) {
          return own.get();
        }
      }
      throw e;
    }
  }

  private Optional<String> ownImage(String name, String snapshot)
      throws AwsException, JobErrorException, InterruptedException {
    return images(Map.of("Owner.1", "self", "Filter.1.Name", "name", "Filter.1.Value.1", name))
        .stream()
        .filter(image -> image.snapshots().contains(snapshot))
        .map(MachineImage::id)
        .findFirst();
  }

  /** Lets accounts make disks of a snapshot. */
  void shareSnapshot(String snapshot, List<String> accounts)
      throws AwsException, JobErrorException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("SnapshotId", snapshot);
    form.put("Attribute", "createVolumePermission");
    form.put("OperationType", "add");
    for (int i = 0; i < accounts.size(); i++) {
      form.put("UserId." + (i + 1), accounts.get(i));
    }
    query.call("ModifySnapshotAttribute", form);
  }

  /** Lets accounts start an image. */
  void shareImage(String image, List<String> accounts)
      throws AwsException, JobErrorException, InterruptedException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("ImageId", image);
    for (int i = 0; i < accounts.size(); i++) {
      form.put("LaunchPermission.Add.%d.UserId".formatted(i + 1), accounts.get(i));
    }
    query.call("ModifyImageAttribute", form);
  }

  /** Begins to copy an image into this region; says the copy's id. */
  String copyImage(String image, String fromRegion, String name, String once)
      throws AwsException, JobErrorException, InterruptedException {
    return required(
        query.call(
            "CopyImage",
            Map.of(
                "SourceImageId", image,
                "SourceRegion", fromRegion,
                "Name", name,
                "ClientToken", once)),
        "imageId");
  }

  /** Empty: EC2 does not know of it, perhaps not yet. */
  Optional<MachineImage> image(String id)
      throws AwsException, JobErrorException, InterruptedException {
    try {
      return images(Map.of("ImageId.1", id)).stream().findFirst();
    } catch (AwsException e) {
      if (e.hasCode("InvalidAMIID.NotFound", "InvalidAMIID.Unavailable")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  void deregister(String image) throws AwsException, JobErrorException, InterruptedException {
    query.call("DeregisterImage", Map.of("ImageId", image));
  }

  void deleteSnapshot(String snapshot)
      throws AwsException, JobErrorException, InterruptedException {
    query.call("DeleteSnapshot", Map.of("SnapshotId", snapshot));
  }

  private List<MachineImage> images(Map<String, String> which)
      throws AwsException, JobErrorException, InterruptedException {
    return query.call("DescribeImages", which).at("imagesSet").stream()
        .flatMap(images -> images.all("item"))
        .map(Ec2Gateway::image)
        .toList();
  }

  private static MachineImage image(XmlElement item) {
    List<String> snapshots =
        item.at("blockDeviceMapping").stream()
            .flatMap(devices -> devices.all("item"))
            .flatMap(device -> device.textAt("ebs", "snapshotId").stream())
            .toList();
    return new MachineImage(
        item.textAt("imageId").orElse(""),
        item.textAt("imageState").orElse(""),
        item.textAt("stateReason", "message").orElse(""),
        snapshots);
  }

  private static String required(XmlElement answer, String name) throws AwsException {
    return answer.textAt(name).orElseThrow(() -> AwsException.incomplete(name));
  }
}
