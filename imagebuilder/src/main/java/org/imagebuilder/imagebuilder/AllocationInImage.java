package org.imagebuilder.imagebuilder;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Takes the place of what GraalVM does after each allocation of an array in an executable that was
 * compiled for size: it computes the bounds of the heap anew, from options that it looks for in a
 * list. They were computed before, and are once more where an option changes; a tenth of a start
 * was that. On Java nobody knows this class.
 */
@TargetClass(
    className = AllocationInImage.OfThisGraalVm.ALLOCATION,
    onlyWith = AllocationInImage.OfThisGraalVm.class)
final class AllocationInImage {
  @Substitute
  @SuppressWarnings("UnusedMethod") // called by what is around it in the executable
  private static void runSlowPathHooks() {
    // The bounds hold.
  }

  /** Other versions may have no such method; they are left as they are. */
  static final class OfThisGraalVm implements BooleanSupplier {
    static final String ALLOCATION = "com.oracle.svm.core.genscavenge.ThreadLocalAllocation";

    @Override
    public boolean getAsBoolean() {
      try {
        Class<?> allocation = Class.forName(ALLOCATION, false, getClass().getClassLoader());
        return Stream.of(allocation.getDeclaredMethods())
            .anyMatch(method -> method.getName().equals("runSlowPathHooks"));
      } catch (ClassNotFoundException otherVersion) {
        return false;
      }
    }
  }
}
