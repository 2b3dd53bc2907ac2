package org.imagebuilder.agent.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {

  private final Path root;

  WorkspacesTest(@TempDir Path root) {
    this.root = root;
  }

  @Test
  void a_closed_workspace_is_gone_with_all_it_held() throws Exception {
    try (Workspaces workspaces = Workspaces.take(root)) {
      Workspace workspace = workspaces.open("job");
      Files.writeString(workspace.directory("a/b/c").resolve("file"), "x");

      workspace.close();

      assertThat(workspace.directory()).doesNotExist();
    }
  }

  @Test
  void a_link_is_removed_and_not_followed() throws Exception {
    Path outside = Files.writeString(root.resolve("outside"), "stays");
    try (Workspaces workspaces = Workspaces.take(root.resolve("work"))) {
      Workspace workspace = workspaces.open("job");
      Files.createSymbolicLink(workspace.file("link"), outside);
      Files.createSymbolicLink(workspace.file("directory"), root);

      workspace.close();

      assertThat(outside).hasContent("stays");
    }
  }

  @Test
  void what_former_jobs_left_is_swept() throws Exception {
    try (Workspaces workspaces = Workspaces.take(root)) {
      Path left = workspaces.open("job").directory();

      workspaces.sweep();

      assertThat(left).doesNotExist();
    }
  }

  @Test
  void one_agent_alone_uses_a_work_directory() throws Exception {
    try (Workspaces workspaces = Workspaces.take(root)) {
      assertThatThrownBy(() -> Workspaces.take(root))
          .isInstanceOfAny(IOException.class, OverlappingFileLockException.class);
      assertThat(workspaces.root()).isEqualTo(root);
    }
  }

  @Test
  void a_job_id_never_leads_out_of_the_work_directory() throws Exception {
    try (Workspaces workspaces = Workspaces.take(root);
        Workspace workspace = workspaces.open("../../etc")) {
      assertThat(workspace.directory()).startsWith(root.resolve("jobs"));
    }
  }

  @Test
  void state_outlives_the_agent() throws Exception {
    try (Workspaces workspaces = Workspaces.take(root)) {
      workspaces.storeState("worker-id", "abc");
    }

    try (Workspaces workspaces = Workspaces.take(root)) {
      assertThat(workspaces.state("worker-id")).isEqualTo("abc");
    }
  }
}
