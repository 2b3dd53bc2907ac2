package org.imagebuilder.agent.loops;

import java.util.concurrent.locks.ReentrantLock;
import org.imagebuilder.agent.composer.ComposerException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says once what is wrong with composer, however many loops meet it how often, and when it is over.
 * A single failure is nobody's business: connections end now and then.
 */
final class Trouble {

  private static final Logger LOG = Logger.getLogger(Trouble.class);

  private final ReentrantLock lock = new ReentrantLock();
  private boolean isMet;
  private @Nullable String said;

  void met(ComposerException failure) {
    String problem = String.valueOf(failure.getMessage());
    lock.lock();
    try {
      if (isMet && !problem.equals(said)) {
        said = problem;
        LOG.warnf("composer does not do its part; the agent goes on trying, reason=%s", problem);
      } else {
        LOG.debugf("A call to composer failed, reason=%s", problem);
      }
      isMet = true;
    } finally {
      lock.unlock();
    }
  }

  void over() {
    lock.lock();
    try {
      isMet = false;
      if (said != null) {
        said = null;
        LOG.info("composer is well again");
      }
    } finally {
      lock.unlock();
    }
  }
}
