package org.imagebuilder.imagebuilder.operations;

import org.graalvm.nativeimage.RuntimeOptions;

/** The heap of a native executable. On Java nothing here does anything. */
final class NativeHeap {
  private static final boolean NATIVE =
      "runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"));

  /** How many bytes the collector keeps that it has freed; 0: as many as it thinks fit. */
  private static final String KEPT = "MaxHeapFree";

  private static final long FEW = 2L << 20;

  private NativeHeap() {}

  /** Bytes that are taken, be they needed or not. */
  static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Collects, which takes some milliseconds, and gives to the system what is free then. */
  static void giveBack() {
    if (NATIVE) {
      RuntimeOptions.set(KEPT, FEW);
      System.gc();
      RuntimeOptions.set(KEPT, 0L);
    }
  }
}
