package org.imagebuilder.composer;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of GraalVM's key of a resource in native executables. That is a record, whose
 * {@code equals} the executable interprets each time: a seventh of imagebuilder's start. On Java
 * nobody knows this class.
 */
@TargetClass(
    className = ResourceKeyInImage.OfThisGraalVm.KEY,
    onlyWith = ResourceKeyInImage.OfThisGraalVm.class)
final class ResourceKeyInImage {
  @Alias private @Nullable Module module;

  @Alias private @Nullable String resource;

  // The original's stays: the table in the executable was filled by it.
  @SuppressWarnings("EqualsHashCode")
  @Substitute
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceKeyInImage key
        && key.module == module
        && Objects.equals(key.resource, resource);
  }

  /** Other versions may have no such class; they are left as they are. */
  static final class OfThisGraalVm implements BooleanSupplier {
    static final String KEY = "com.oracle.svm.core.jdk.Resources$ModuleInstanceResourceKey";

    @Override
    public boolean getAsBoolean() {
      try {
        Class.forName(KEY, false, getClass().getClassLoader());
        return true;
      } catch (ClassNotFoundException otherVersion) {
        return false;
      }
    }
  }
}
