package org.imagebuilder.imagebuilder.provisioning;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.imagebuilder.imagebuilder.neighbours.CallRules;
import org.imagebuilder.imagebuilder.neighbours.Calls;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.imagebuilder.imagebuilder.neighbours.Replies;
import org.imagebuilder.imagebuilder.neighbours.Reply;

/** Provisioning over the wire; it is only read, so it may be asked again. */
@ApplicationScoped
class ProvisioningCalls {
  private static final String KEY = "imagebuilder.provisioning";
  private static final CallRules READS =
      CallRules.within(Duration.ofSeconds(5)).madeAgain(1).leftAloneAfter(20).atOnce(50, 100);

  private final ProvisioningClient client;
  private final Replies replies;
  private final Calls uploadInfo;

  ProvisioningCalls(Connections connections, ProvisioningConfig config, Replies replies) {
    this.client = connections.to(KEY, config).build(ProvisioningClient.class);
    this.replies = replies;
    this.uploadInfo = connections.calls(KEY, config, "uploads", READS);
  }

  Uni<Reply> uploadInfo(String identity, String source) {
    return uploadInfo.make(() -> replies.of(() -> client.uploadInfo(identity, source)));
  }
}
