package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.OsbuildArgs;
import org.imagebuilder.agent.contract.worker.model.OstreeResolveArgs;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'targets': 'canary'} | targets has to be a list",
        "{'targets': ['canary']} | targets[0] has not the form that it should have",
        "{'targets': [{'name': ['canary'], 'osbuild_artifact': {}}]} | targets[0].name has to be a"
            + " text",
      })
  void a_member_of_the_wrong_form_is_named_with_what_it_should_be(String args, String problem)
      throws Exception {
    assertThat(problem(args, OsbuildArgs.class)).isEqualTo(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | ostree_resolve_specs is missing",
        "{'ostree_resolve_specs': null} | ostree_resolve_specs is missing",
        "{'ostree_resolve_specs': {}} | ostree_resolve_specs has to be a list",
      })
  void a_member_that_is_missing_is_named(String args, String problem) throws Exception {
    assertThat(problem(args, OstreeResolveArgs.class)).isEqualTo(problem);
  }

  private static String problem(String args, Class<?> type) throws Exception {
    Object parsed = Json.mapper().readValue(args.replace('\'', '"'), Map.class);
    JobErrorException failure =
        catchThrowableOfType(
            JobErrorException.class, () -> Json.read(parsed, type, JobErrorCode.PARSING_JOB_ARGS));
    return failure.details().orElseThrow().toString();
  }
}
