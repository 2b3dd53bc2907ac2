package org.imagebuilder.agent.uploads.aws;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.Polling;
import org.imagebuilder.agent.uploads.aws.Ec2Gateway.MachineImage;

/** Images that are in EC2 already: copied to other regions, shared with other accounts. */
public final class AwsImages {

  private final AwsAccount account;

  public AwsImages(AwsAccount account) {
    this.account = account;
  }

  /** Copies an image into another region and waits until it can be used there; says its id. */
  public String copy(String image, String from, String to, String name)
      throws JobErrorException, InterruptedException {
    Ec2Gateway ec2 = ec2(to);
    try {
      String copy = ec2.copyImage(image, expectRegion(from), name, UUID.randomUUID().toString());
      boolean done = false;
      try {
        finish(ec2, copy, name, to);
        done = true;
        return copy;
      } finally {
        if (!done) {
          ImageImport.undo("a copy", copy, () -> remove(ec2, copy));
        }
      }
    } catch (AwsException e) {
      throw failure("copied from %s to %s".formatted(from, to), image, from, e);
    }
  }

  private static void remove(Ec2Gateway ec2, String copy)
      throws AwsException, JobErrorException, InterruptedException {
    List<String> snapshots = ec2.image(copy).map(MachineImage::snapshots).orElse(List.of());
    ec2.deregister(copy);
    for (String snapshot : snapshots) {
      ec2.deleteSnapshot(snapshot);
    }
  }

  private void finish(Ec2Gateway ec2, String copy, String name, String region)
      throws AwsException, JobErrorException, InterruptedException {
    MachineImage available = await(ec2, copy, region);
    ec2.name(copy, name);
    for (String snapshot : available.snapshots()) {
      ec2.name(snapshot, name);
    }
  }

  private MachineImage await(Ec2Gateway ec2, String copy, String region)
      throws AwsException, JobErrorException, InterruptedException {
    Polling.Pauses pauses = account.settings().pace().waiting().begin();
    Optional<MachineImage> image;
    do {
      image = ec2.image(copy).filter(now -> !now.state().equals("pending"));
    } while (image.isEmpty() && pauses.next());
    MachineImage end =
        image.orElseThrow(
            () -> error("The copy did not become available in %s in time".formatted(region)));
    if (!end.state().equals("available")) {
      throw new JobErrorException(
          JobErrorCode.SHARING_TARGET,
          "The copy did not become available in " + region,
          "%s: %s".formatted(end.state(), end.reason()));
    }
    return end;
  }

  /** Lets accounts start an image and make disks of its snapshots. */
  public void share(String image, String region, List<String> accounts)
      throws JobErrorException, InterruptedException {
    Ec2Gateway ec2 = ec2(region);
    try {
      MachineImage known =
          ec2.image(image)
              .orElseThrow(
                  () -> error("There is no image %s in the region %s".formatted(image, region)));
      for (String snapshot : known.snapshots()) {
        ec2.shareSnapshot(snapshot, accounts);
      }
      ec2.shareImage(image, accounts);
    } catch (AwsException e) {
      throw failure("shared with " + accounts, image, region, e);
    }
  }

  private Ec2Gateway ec2(String region) throws JobErrorException, InterruptedException {
    AwsIdentity identity = account.identity(Optional.empty(), Optional.empty());
    // So that a worker without credentials says so, and not that EC2 refuses.
    AwsCredentials unused = identity.credentials();
    return account.ec2(expectRegion(region), identity);
  }

  private static String expectRegion(String region) throws JobErrorException {
    if (!AwsAccount.isRegion(region)) {
      throw error("There is no region '%s'".formatted(region));
    }
    return region;
  }

  private static JobErrorException failure(
      String done, String image, String region, AwsException failure) {
    String what =
        switch (failure.code()) {
          case "InvalidRegion" ->
              "The region %s does not exist or is not enabled for the account".formatted(region);
          case "InvalidAMIID.Malformed" -> "'%s' is not the id of an image".formatted(image);
          case "InvalidAMIID.NotFound", "InvalidAMIID.Unavailable", "InvalidRequest" ->
              "There is no image %s in the region %s that the account may use"
                  .formatted(image, region);
          case "InvalidAMIAttributeItemValue", "InvalidUserID.Malformed" ->
              "One of the accounts does not exist: the image %s could not be %s"
                  .formatted(image, done);
          default -> "The image %s could not be %s".formatted(image, done);
        };
    return failure.as(JobErrorCode.SHARING_TARGET, what);
  }

  private static JobErrorException error(String reason) {
    return new JobErrorException(JobErrorCode.SHARING_TARGET, reason);
  }
}
