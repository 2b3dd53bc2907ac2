package org.imagebuilder.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.aws.AwsAccount;

/** Looks whether this machine's own credentials for clouds can be read. */
record CloudCheck(AgentConfig config, ToolRunner tools, Findings findings) {

  private static final String NONE = "none of this machine's own are set";

  void run() throws InterruptedException {
    aws();
    config
        .aws()
        .s3Credentials()
        .ifPresent(file -> awsFile("credentials s3", "agent.aws.s3-credentials", file));
    if (config.genericS3().endpoint().isPresent()) {
      store();
    }
    configured("gcp", config.gcp().credentials());
    configured("azure", config.azure().credentials());
    configured("oci", config.oci().credentials());
    configured("container", config.containers().authFilePath());
    koji();
  }

  private void aws() throws InterruptedException {
    if (!AwsAccounts.isConfigured(config.aws(), System.getenv())) {
      findings.fine("credentials aws", NONE + "; a role may do");
      return;
    }
    try {
      String key = AwsAccounts.of(config.aws(), config.genericS3()).accessKeyId();
      findings.fine("credentials aws", "access key " + key);
    } catch (JobErrorException e) {
      findings.fatal("credentials aws", "none", e.reason());
    }
  }

  private void awsFile(String what, String key, Path file) {
    try {
      findings.fine(what, "access key " + AwsAccount.accessKeyId(file));
    } catch (JobErrorException e) {
      findings.fatal(what, file.toString(), "%s: %s".formatted(key, e.reason()));
    }
  }

  /** A store of one's own needs all of it. */
  private void store() {
    GenericS3Section section = config.genericS3();
    List<String> open = new ArrayList<>();
    if (section.region().isEmpty()) {
      open.add("agent.generic-s3.region");
    }
    if (section.bucket().isEmpty()) {
      open.add("agent.generic-s3.bucket");
    }
    if (section.credentials().isEmpty()) {
      open.add("agent.generic-s3.credentials");
    }
    if (open.isEmpty()) {
      awsFile("generic s3", "agent.generic-s3.credentials", section.credentials().orElseThrow());
    } else {
      findings.fatal(
          "generic s3",
          "not all of it is set",
          "agent.generic-s3.endpoint needs %s, too.".formatted(String.join(", ", open)));
    }
  }

  private void configured(String cloud, Optional<Path> credentials) {
    List<String> problems = CloudUploaders.problems(config, cloud);
    String found = credentials.map(Path::toString).orElse(NONE);
    if (problems.isEmpty()) {
      findings.fine("credentials " + cloud, found);
    } else {
      findings.fatal("credentials " + cloud, found, String.join("\n", problems));
    }
  }

  private void koji() {
    List<String> hosts = config.koji().keySet().stream().sorted().toList();
    String found = hosts.isEmpty() ? NONE : "for " + String.join(", ", hosts);
    KojiHubs.of(config, tools)
        .problem()
        .ifPresentOrElse(
            problem -> findings.fatal("credentials koji", found, problem + "."),
            () -> findings.fine("credentials koji", found));
  }
}
