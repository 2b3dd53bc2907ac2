package org.imagebuilder.agent.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.solver.PackageSolutions;

/** A handler of questions about RPM packages: short jobs that DNF's helper answers. */
interface SolverHandler<A> extends JobHandler<A, ObjectNode> {

  PackageSolutions solutions();

  @Override
  default Lane lane() {
    return Lane.QUICK;
  }

  @Override
  default Duration timeout() {
    return solutions().solver().timeout();
  }

  @Override
  default JobErrorCode toolFailure() {
    return JobErrorCode.SOLVER_CALL_FAILED;
  }
}
