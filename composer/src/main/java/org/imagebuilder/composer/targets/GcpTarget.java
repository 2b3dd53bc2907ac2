package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** An image in Google Compute Engine. */
public record GcpTarget(
    String imageName,
    String region,
    String os,
    Optional<String> bucket,
    String object,
    List<String> accounts)
    implements UploadTarget {
  public GcpTarget {
    accounts = List.copyOf(accounts);
  }

  @Override
  public String jobName() {
    return UploadType.GCP.jobName();
  }

  @Override
  public ObjectNode options() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("region", region).put("os", os);
    bucket.ifPresent(name -> options.put("bucket", name));
    options.put("object", object);
    if (!accounts.isEmpty()) {
      accounts.forEach(options.putArray("shareWithAccounts")::add);
    }
    return options;
  }
}
