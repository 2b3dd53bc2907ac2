package org.imagebuilder.agent.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.contract.worker.model.OsbuildArgs;
import org.imagebuilder.agent.contract.worker.model.Target;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.testing.Examples;
import org.junit.jupiter.api.Test;

/** Where a build finds its manifest and its targets among the results before it. */
class OsbuildInputsTest {

  private static final Map<String, Object> MANIFEST =
      Map.of("data", Map.of("version", "2", "pipelines", List.of()));
  private static final Map<String, Object> FAILED =
      Map.of("job_error", Map.of("id", 41, "reason", "no such container"));

  @Test
  void the_only_input_is_the_manifest() throws Exception {
    assertThat(inputs(new OsbuildArgs(), MANIFEST).manifest().path("version").asText())
        .isEqualTo("2");
  }

  @Test
  void of_several_inputs_the_index_says_which() throws Exception {
    OsbuildArgs args = new OsbuildArgs().manifestDynArgsIdx(1);

    assertThat(inputs(args, Map.of("build_id", 42), MANIFEST).manifest().path("version").asText())
        .isEqualTo("2");
  }

  @Test
  void without_an_index_several_inputs_are_too_many() {
    refused(29, () -> inputs(new OsbuildArgs(), Map.of(), MANIFEST).manifest());
  }

  @Test
  void targets_may_come_from_the_job_before() throws Exception {
    Target target = inputs(bootc(), MANIFEST, Map.of("targets", targets())).targets().getFirst();

    assertThat(target.getName()).isEqualTo("org.osbuild.aws.s3");
  }

  @Test
  void targets_here_and_elsewhere_exclude_each_other() throws Exception {
    OsbuildArgs args = example().preManifestDynArgsIdx(1);

    refused(29, () -> inputs(args, MANIFEST, Map.of()).targets());
  }

  @Test
  void an_index_beyond_the_inputs_is_refused() {
    refused(7, () -> inputs(bootc(), MANIFEST).targets());
  }

  @Test
  void targets_that_are_none_are_refused() {
    refused(7, () -> inputs(bootc(), MANIFEST, Map.of("targets", List.of("qcow2"))).targets());
  }

  @Test
  void the_job_with_the_targets_must_not_have_failed() {
    JobErrorException refusal = refused(26, () -> inputs(bootc(), MANIFEST, FAILED).targets());

    assertThat(refusal.reason()).isEqualTo("BootcPreManifest job dependency failed");
    assertThat(refusal.details()).contains("no such container");
  }

  @Test
  void no_other_job_before_may_have_failed() throws Exception {
    OsbuildArgs args = example().manifestDynArgsIdx(0);

    JobErrorException refusal = refused(26, () -> inputs(args, MANIFEST, FAILED).manifest());

    assertThat(refusal.reason()).isEqualTo("Job dependency failed");
  }

  @Test
  void a_failed_manifest_counts_before_any_other_failure() throws Exception {
    OsbuildArgs args = example().manifestDynArgsIdx(1);

    refused(9, () -> inputs(args, FAILED, FAILED).manifest());
  }

  @Test
  void a_manifest_without_content_is_none() {
    refused(19, () -> inputs(new OsbuildArgs(), Map.of("data", Map.of())).manifest());
  }

  @Test
  void no_input_at_all_is_no_manifest() {
    refused(19, () -> inputs(new OsbuildArgs()).manifest());
  }

  private static OsbuildArgs bootc() {
    return new OsbuildArgs().manifestDynArgsIdx(0).preManifestDynArgsIdx(1);
  }

  private static OsbuildArgs example() throws Exception {
    return Json.mapper().treeToValue(Examples.job("osbuild.args"), OsbuildArgs.class);
  }

  private static Object targets() throws Exception {
    return Examples.job("osbuild.args").path("targets");
  }

  private static OsbuildInputs inputs(OsbuildArgs args, Object... inputs) {
    return new OsbuildInputs(args, List.of(inputs));
  }

  private interface Reading {
    Object read() throws Exception;
  }

  private static JobErrorException refused(int number, Reading reading) {
    JobErrorException[] refusal = new JobErrorException[1];
    assertThatThrownBy(reading::read)
        .isInstanceOfSatisfying(JobErrorException.class, e -> refusal[0] = e);
    assertThat(refusal[0].code().number()).isEqualTo(number);
    return refusal[0];
  }
}
