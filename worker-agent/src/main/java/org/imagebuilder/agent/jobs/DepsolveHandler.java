package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.imagebuilder.agent.contract.worker.model.DepsolveArgs;
import org.imagebuilder.agent.contract.worker.model.JobError;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.solver.PackageSolutions;
import org.imagebuilder.agent.tools.ToolException;

/** Says which RPM packages a package set amounts to. */
public record DepsolveHandler(PackageSolutions solutions) implements SolverHandler<DepsolveArgs> {

  @Override
  public String type() {
    return "depsolve";
  }

  @Override
  public Class<DepsolveArgs> argsType() {
    return DepsolveArgs.class;
  }

  @Override
  public JobOutcome<ObjectNode> run(DepsolveArgs args, JobContext context)
      throws JobErrorException, ToolException, IOException, InterruptedException {
    return new JobOutcome.Succeeded<>(solutions.depsolve(args, context.workspace().directory()));
  }

  @Override
  public ObjectNode failure(JobError error) {
    ObjectNode result = Json.mapper().createObjectNode();
    result.putNull("transactions").putNull("package_specs").putNull("repo_configs");
    return result.set("job_error", Json.tree(error));
  }
}
