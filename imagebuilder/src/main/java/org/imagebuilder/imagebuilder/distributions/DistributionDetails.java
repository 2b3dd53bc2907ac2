package org.imagebuilder.imagebuilder.distributions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** What is known of a distribution beyond the data files; whoever builds it tells. */
public interface DistributionDetails {
  /** The distribution in the public contract's form; empty lists leave nothing out. */
  Uni<ObjectNode> find(String name, List<String> imageTypes, List<String> architectures);
}
