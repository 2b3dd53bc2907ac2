package org.imagebuilder.agent.debian;

import java.util.Arrays;
import java.util.Optional;

/** What differs between machines: names, and how the firmware finds the boot loader. */
enum DebianArchitecture {
  X86_64(
      "x86_64",
      "amd64",
      "x86_64-linux-gnu",
      "ld-linux-x86-64.so.2",
      "systemd-bootx64.efi",
      "BOOTX64.EFI",
      "4f68bce3-e8cd-4db1-96e7-fbcaf984b709",
      "console=tty0 console=ttyS0,115200"),
  AARCH64(
      "aarch64",
      "arm64",
      "aarch64-linux-gnu",
      "ld-linux-aarch64.so.1",
      "systemd-bootaa64.efi",
      "BOOTAA64.EFI",
      "b921b045-1df0-41c3-af44-4c6f280d3fae",
      "console=tty0 console=ttyAMA0,115200");

  private final String contractName;
  private final String debianName;
  private final String libraryDirectory;
  private final String loader;
  private final String bootLoader;
  private final String removableBootLoader;
  private final String rootPartitionType;
  private final String consoles;

  DebianArchitecture(
      String contractName,
      String debianName,
      String libraryDirectory,
      String loader,
      String bootLoader,
      String removableBootLoader,
      String rootPartitionType,
      String consoles) {
    this.contractName = contractName;
    this.debianName = debianName;
    this.libraryDirectory = libraryDirectory;
    this.loader = loader;
    this.bootLoader = bootLoader;
    this.removableBootLoader = removableBootLoader;
    this.rootPartitionType = rootPartitionType;
    this.consoles = consoles;
  }

  static Optional<DebianArchitecture> of(String contractName) {
    return Arrays.stream(values()).filter(a -> a.contractName.equals(contractName)).findFirst();
  }

  String contractName() {
    return contractName;
  }

  /** As packages are named. */
  String debianName() {
    return debianName;
  }

  /** Directory of shared libraries below /usr/lib. */
  String libraryDirectory() {
    return libraryDirectory;
  }

  /** File name of the program that loads shared libraries. */
  String loader() {
    return loader;
  }

  /** The boot loader's file as its package has it. */
  String bootLoader() {
    return bootLoader;
  }

  /** The name under which firmware looks for a boot loader of a disk that it never saw. */
  String removableBootLoader() {
    return removableBootLoader;
  }

  /** GPT type of the root partition (Discoverable Partitions Specification). */
  String rootPartitionType() {
    return rootPartitionType;
  }

  /** Kernel arguments for a screen and a serial line. */
  String consoles() {
    return consoles;
  }
}
