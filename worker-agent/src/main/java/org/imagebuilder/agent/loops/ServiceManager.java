package org.imagebuilder.agent.loops;

/** Whoever started this process and wants to know how it is, in systemd's words. */
public interface ServiceManager {

  /** Each word is an assignment like READY=1. */
  void tell(String... words) throws InterruptedException;
}
