package org.imagebuilder.imagebuilder.operations;

import org.graalvm.nativeimage.RuntimeOptions;

/** The heap of a native executable. On Java nothing here does anything. */
final class NativeHeap {
  /** How many bytes the collector keeps that it has freed; 0: as many as it thinks fit. */
  private static final String KEPT = "MaxHeapFree";

  private static final long FEW = 64L << 10;

  private NativeHeap() {}

  /** Bytes that are taken, be they needed or not. */
  static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Collects, which takes some milliseconds, and gives to the system what is free then. */
  static void giveBack() {
    // Asked each time: what a static field holds is what was true when the executable was built.
    if ("runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"))) {
      RuntimeOptions.set(KEPT, FEW);
      System.gc();
      RuntimeOptions.set(KEPT, 0L);
    }
  }
}
