package org.imagebuilder.imagebuilder.lint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.imagebuilder.blueprints.BlueprintLint;
import org.imagebuilder.imagebuilder.blueprints.BlueprintLint.Finding;
import org.imagebuilder.imagebuilder.blueprints.Linting;
import org.imagebuilder.imagebuilder.compliance.Findings;
import org.imagebuilder.imagebuilder.compliance.Policies;
import org.imagebuilder.imagebuilder.identity.Identity;

/** Judges blueprints by compliance policies. */
@ApplicationScoped
class PolicyLinting implements Linting {
  private final Policies policies;

  PolicyLinting(Policies policies) {
    this.policies = policies;
  }

  @Override
  public Uni<BlueprintLint> lint(ObjectNode body, Optional<ObjectNode> snapshots, Identity caller) {
    JsonNode stored = snapshots.isPresent() ? snapshots.get() : MissingNode.getInstance();
    return policies
        .lint(body, stored, caller)
        .map(found -> new BlueprintLint(findings(found.errors()), findings(found.warnings())));
  }

  @Override
  public Uni<Optional<ObjectNode>> snapshots(ObjectNode body, Identity caller) {
    return policies.snapshot(body, caller);
  }

  private static List<Finding> findings(List<String> sentences) {
    return sentences.stream().map(sentence -> new Finding(Findings.NAME, sentence)).toList();
  }
}
