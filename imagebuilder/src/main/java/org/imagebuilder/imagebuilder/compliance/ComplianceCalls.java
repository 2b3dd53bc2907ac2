package org.imagebuilder.imagebuilder.compliance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.imagebuilder.imagebuilder.neighbours.CallRules;
import org.imagebuilder.imagebuilder.neighbours.Calls;
import org.imagebuilder.imagebuilder.neighbours.Connections;
import org.imagebuilder.imagebuilder.neighbours.Replies;
import org.imagebuilder.imagebuilder.neighbours.Reply;

/** The compliance service over the wire. Reading is tried again by itself, creating is not. */
@ApplicationScoped
class ComplianceCalls {
  private static final String MINOR = "os_minor_version";

  private static final String KEY = "imagebuilder.compliance";
  private static final CallRules CREATES =
      CallRules.within(Duration.ofSeconds(5)).leftAloneAfter(20).atOnce(50, 100);
  private static final CallRules READS = CREATES.madeAgain(1);

  private final ComplianceClient client;
  private final Replies replies;
  private final Calls policy;
  private final Calls tailorings;
  private final Calls createTailoring;
  private final Calls tailoringFile;
  private final Calls blueprint;

  ComplianceCalls(Connections connections, ComplianceConfig config, Replies replies) {
    this.client = connections.to(KEY, config).build(ComplianceClient.class);
    this.replies = replies;
    this.policy = connections.calls(KEY, config, "policy", READS);
    this.tailorings = connections.calls(KEY, config, "tailorings", READS);
    this.createTailoring = connections.calls(KEY, config, "tailor", CREATES);
    this.tailoringFile = connections.calls(KEY, config, "file", READS);
    this.blueprint = connections.calls(KEY, config, "blueprint", READS);
  }

  Uni<Reply> policy(String identity, UUID policy) {
    return this.policy.make(() -> replies.of(() -> client.policy(identity, policy)));
  }

  Uni<Reply> tailorings(String identity, UUID policy, int minor) {
    return tailorings.make(
        () -> replies.of(() -> client.tailorings(identity, policy, MINOR + "=" + minor)));
  }

  Uni<Reply> createTailoring(String identity, UUID policy, int minor) {
    ObjectNode tailoring = JsonNodeFactory.instance.objectNode().put(MINOR, minor);
    return createTailoring.make(
        () -> replies.of(() -> client.createTailoring(identity, policy, tailoring)));
  }

  Uni<Reply> tailoringFile(String identity, UUID policy, int minor) {
    return tailoringFile.make(
        () -> replies.of(() -> client.tailoringFile(identity, policy, minor)));
  }

  Uni<Reply> blueprint(String identity, UUID policy, int minor) {
    return blueprint.make(() -> replies.of(() -> client.blueprint(identity, policy, minor)));
  }
}
