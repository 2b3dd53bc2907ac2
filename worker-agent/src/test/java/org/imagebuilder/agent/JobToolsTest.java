package org.imagebuilder.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.imagebuilder.agent.jobs.JobHandlers;
import org.imagebuilder.agent.jobs.Lane;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.DirectoryUploader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobToolsTest {

  private final Path work;

  JobToolsTest(@TempDir Path work) {
    this.work = work;
  }

  @Test
  void a_type_whose_tool_is_not_here_is_neither_announced_nor_asked_for() {
    AgentConfig config = config(Map.of("agent.tools.osbuild", "/nowhere/osbuild"));
    ToolRunner tools = new ToolRunner(work);
    Assembly assembly = new Assembly(config, tools);
    JobHandlers all = assembly.handlers(new DirectoryUploader(work));

    JobHandlers possible =
        all.without(new JobTools(config.tools(), tools).missing(all.types()).keySet());

    assertThat(all.types()).contains("osbuild");
    assertThat(assembly.types(possible, Lane.BUILD)).doesNotContain("osbuild");
    assertThat(assembly.capabilities(possible)).doesNotContain("osbuild").contains("aws-ec2-copy");
  }

  @Test
  void what_is_missing_is_named_with_its_package_and_the_key_of_its_setting() {
    assertThat(lack("osbuild", Map.of("agent.tools.osbuild", "/nowhere/osbuild")))
        .contains("/nowhere/osbuild", "package osbuild", "agent.tools.osbuild");
    assertThat(lack("rpm-manifest", Map.of("agent.tools.image-builder", "/nowhere/image-builder")))
        .contains("package image-builder", "agent.tools.image-builder");
    assertThat(lack("depsolve", Map.of("agent.tools.dnf-json", "/nowhere/osbuild-depsolve-dnf")))
        .contains("agent.tools.dnf-json");
    assertThat(lack("koji-init", Map.of("agent.tools.kinit", "/nowhere/kinit")))
        .contains("/nowhere/kinit", "krb5-user", "agent.tools.kinit");
    assertThat(
            lack(
                "koji-finalize",
                Map.of("agent.tools.kinit", "/bin/true", "agent.tools.curl", "/nowhere/curl")))
        .contains("package curl", "agent.tools.curl");
    assertThat(lack("osbuild", Map.of("agent.tools.osbuild", "/nowhere/mine")))
        .contains("/nowhere/mine", "agent.tools.osbuild");
  }

  @Test
  void types_that_need_no_tool_are_always_possible() {
    AgentConfig config = config(Map.of());

    assertThat(new JobTools(config.tools(), new ToolRunner(work)).missing(List.of("aws-ec2-copy")))
        .isEmpty();
  }

  private String lack(String type, Map<String, String> settings) {
    Map<String, MissingToolException> missing =
        new JobTools(config(settings).tools(), new ToolRunner(work)).missing(List.of(type));
    assertThat(missing).containsOnlyKeys(type);
    return String.valueOf(missing.values().iterator().next().getMessage());
  }

  private AgentConfig config(Map<String, String> settings) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(AgentConfig.class)
            .withDefaultValue("agent.cache-directory", work.toString())
            .withDefaultValue("agent.work-directory", work.toString());
    settings.forEach(builder::withDefaultValue);
    return builder.build().getConfigMapping(AgentConfig.class);
  }
}
