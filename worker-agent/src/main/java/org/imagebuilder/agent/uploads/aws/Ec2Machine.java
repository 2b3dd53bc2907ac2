package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jboss.logging.Logger;

/** The EC2 machine that the agent runs on, perhaps one of a group, perhaps a spot instance. */
public final class Ec2Machine {

  private static final Logger LOG = Logger.getLogger(Ec2Machine.class);
  private static final String DATA = "/latest/meta-data/";
  private static final String INTERRUPTION = DATA + "spot/instance-action";
  private static final String REBALANCE = DATA + "events/recommendations/rebalance";

  private final AwsAccount account;
  private final String id;
  private final String region;
  private final List<String> notices;
  private boolean isProtectable = true;

  private Ec2Machine(AwsAccount account, String id, String region, boolean heedRebalance) {
    this.account = account;
    this.id = id;
    this.region = region;
    this.notices = heedRebalance ? List.of(INTERRUPTION, REBALANCE) : List.of(INTERRUPTION);
  }

  /** Empty outside of EC2. */
  public static Optional<Ec2Machine> find(AwsAccount account, boolean heedRebalance)
      throws InterruptedException {
    if (!account.mayAskMetadata()) {
      return Optional.empty();
    }
    try {
      Optional<String> id = account.metadata().read(DATA + "instance-id");
      Optional<String> region = account.metadata().read(DATA + "placement/region");
      if (id.isEmpty() || region.isEmpty() || !AwsAccount.isRegion(region.get())) {
        return Optional.empty();
      }
      LOG.infof("This is an EC2 machine, instance=%s, region=%s", id.get(), region.get());
      return Optional.of(new Ec2Machine(account, id.get(), region.get(), heedRebalance));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Asks the machine's group, if it has one, not to take it away. */
  public void protect(boolean busy) throws InterruptedException {
    if (!isProtectable) {
      return;
    }
    try {
      AutoScalingGateway scaling = account.autoScaling(region);
      Optional<String> group = scaling.groupOf(id);
      if (group.isPresent()) {
        scaling.protect(group.get(), id, busy);
      } else {
        isProtectable = false;
      }
    } catch (AwsException e) {
      if (!e.hasCode("Unreachable")) {
        isProtectable = false;
      }
      LOG.warnf("The machine cannot be protected from scale-in, reason=%s", e.getMessage());
    } catch (JobErrorException e) {
      isProtectable = false;
      LOG.infof("The machine is not protected from scale-in, reason=%s", e.reason());
    }
  }

  /** Lets the machine's group, if it has one, put another one in its place. */
  public void replace() throws InterruptedException {
    try {
      AutoScalingGateway scaling = account.autoScaling(region);
      if (scaling.groupOf(id).isPresent()) {
        scaling.replace(id);
        LOG.warnf("This machine's group replaces it, instance=%s", id);
      }
    } catch (AwsException | JobErrorException e) {
      LOG.errorf("The machine's group does not replace it, reason=%s", e.getMessage());
    }
  }

  /** Why it will go away soon; empty: nobody said so. */
  public Optional<String> notice() throws InterruptedException {
    for (String path : notices) {
      try {
        Optional<String> notice = account.metadata().read(path);
        if (notice.isPresent()) {
          return Optional.of(path.substring(DATA.length()) + " " + notice.get());
        }
      } catch (IOException e) {
        LOG.debugf("The metadata service does not answer, reason=%s", e.getMessage());
      }
    }
    return Optional.empty();
  }
}
