package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.contract.worker.model.SearchPackagesArgs;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.solver.PackageSolutions;
import org.imagebuilder.agent.tools.ToolException;

/** Looks for RPM packages by name. */
public record SearchPackagesHandler(PackageSolutions solutions)
    implements SolverHandler<SearchPackagesArgs> {

  @Override
  public String type() {
    return "search-packages";
  }

  @Override
  public Class<SearchPackagesArgs> argsType() {
    return SearchPackagesArgs.class;
  }

  @Override
  public JobOutcome<ObjectNode> run(SearchPackagesArgs args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    ObjectNode result = Json.mapper().createObjectNode();
    result.set("packages", solutions.search(args, context.workspace().directory()));
    return new JobOutcome.Succeeded<>(result);
  }

  @Override
  public ObjectNode failure(JobError error) {
    ObjectNode result = Json.mapper().createObjectNode();
    return result.putNull("packages").set("job_error", Json.tree(error));
  }
}
