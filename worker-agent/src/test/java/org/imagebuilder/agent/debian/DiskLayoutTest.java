package org.imagebuilder.agent.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.imagebuilder.agent.contract.worker.model.DebianPackage;
import org.junit.jupiter.api.Test;

class DiskLayoutTest {

  private final DiskLayout layout =
      new DiskLayout(4096, new ImageIds(42), DebianArchitecture.X86_64, "quiet");

  @Test
  void the_same_seed_gives_the_same_ids() {
    assertThat(new ImageIds(42).disk()).isEqualTo(new ImageIds(42).disk());
    assertThat(new ImageIds(43).disk()).isNotEqualTo(new ImageIds(42).disk());
    assertThat(new ImageIds(42).disk().version()).isEqualTo(4);
    assertThat(new ImageIds(42).espVolume()).matches("[0-9A-F]{8}");
  }

  @Test
  void ids_differ_from_each_other() {
    ImageIds ids = new ImageIds(42);

    assertThat(
            List.of(
                ids.disk(),
                ids.espPartition(),
                ids.rootPartition(),
                ids.rootFileSystem(),
                ids.directoryHash()))
        .doesNotHaveDuplicates();
  }

  @Test
  void partitions_leave_room_for_both_tables() {
    assertThat(layout.rootStartMebibytes() + layout.rootMebibytes()).isEqualTo(4095);
    assertThat(layout.partitions())
        .contains("start=1MiB, size=256MiB", "start=257MiB, size=3838MiB");
  }

  @Test
  void kernel_arguments_end_with_the_requests_own() {
    assertThat(layout.kernelArguments())
        .startsWith("root=UUID=" + new ImageIds(42).rootFileSystem() + " rw console=tty0")
        .endsWith(" quiet");
    assertThat(layout.bootEntry("6.12.1")).contains("options " + layout.kernelArguments() + "\n");
  }

  @Test
  void a_tree_grows_in_memory_only_where_there_is_plenty() {
    List<DebianPackage> packages = List.of(new DebianPackage().size(100L << 20));

    assertThat(Memory.forTree(packages, "MemAvailable:    8388608 kB\n")).hasValue(6L << 30);
    assertThat(Memory.forTree(packages, "MemAvailable:    3000000 kB\n")).isEmpty();
    assertThat(Memory.forTree(packages, "")).isEmpty();
  }
}
