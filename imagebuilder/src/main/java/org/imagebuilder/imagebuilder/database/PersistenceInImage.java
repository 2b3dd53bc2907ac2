package org.imagebuilder.imagebuilder.database;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.quarkus.hibernate.orm.runtime.JPAConfig;

/**
 * Takes the place of how Quarkus starts Hibernate in a native executable: there all else waits for
 * it, a fifth of a start, and here it goes on beside it. On Java nobody knows this class.
 */
@TargetClass(JPAConfig.class)
final class PersistenceInImage {
  @SuppressWarnings("UnusedMethod") // called by what is around it in the executable
  @Substitute
  void startAll() {
    PersistenceStart.beside();
  }
}
