package org.imagebuilder.agent;

import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.agent.loops.LoopSettings;
import org.imagebuilder.agent.loops.Machine;
import org.imagebuilder.agent.loops.MachineLoop;
import org.imagebuilder.agent.loops.RunningJobs;
import org.imagebuilder.agent.uploads.aws.AwsAccount;
import org.imagebuilder.agent.uploads.aws.Ec2Machine;

/** Looks whether this is an EC2 machine, and goes on looking after it if so. */
record Ec2Watch(AwsAccount account, Ec2Section section, RunningJobs running, LoopSettings settings)
    implements Runnable {

  /** As AWS recommends; a notice comes two minutes before the end. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** Empty outside of EC2, or where it is not to be looked after. */
  static Optional<Ec2Machine> machine(AwsAccount account, Ec2Section section)
      throws InterruptedException {
    return section.watch() ? Ec2Machine.find(account, section.heedRebalance()) : Optional.empty();
  }

  @Override
  public void run() {
    try {
      Optional<Ec2Machine> machine = machine(account, section);
      if (machine.isPresent()) {
        new MachineLoop(new Watched(machine.get()), running, settings, INTERVAL).run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Watched(Ec2Machine ec2) implements Machine {

    @Override
    public void protect(boolean busy) throws InterruptedException {
      ec2.protect(busy);
    }

    @Override
    public Optional<String> notice() throws InterruptedException {
      return ec2.notice();
    }
  }
}
