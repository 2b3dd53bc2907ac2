package org.imagebuilder.composer.targets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** An image in an Azure resource group. */
public record AzureTarget(
    String imageName,
    String tenantId,
    Optional<String> location,
    String subscriptionId,
    String resourceGroup,
    String hyperVGeneration)
    implements UploadTarget {
  @Override
  public String jobName() {
    return UploadType.AZURE.jobName();
  }

  @Override
  public ObjectNode options() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("tenant_id", tenantId);
    location.ifPresent(name -> options.put("location", name));
    options.put("subscription_id", subscriptionId).put("resource_group", resourceGroup);
    options.put("hyperv_generation", hyperVGeneration);
    return options;
  }
}
