package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A machine image in Amazon EC2. */
public record AwsTarget(
    String imageName, String region, String key, List<String> accounts, Optional<String> bootMode)
    implements UploadTarget {
  public AwsTarget {
    accounts = List.copyOf(accounts);
  }

  @Override
  public String jobName() {
    return UploadType.AWS.jobName();
  }

  @Override
  public ObjectNode options() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("region", region).put("key", key);
    accounts.forEach(options.putArray("shareWithAccounts")::add);
    bootMode.ifPresent(mode -> options.put("bootMode", mode));
    return options;
  }
}
