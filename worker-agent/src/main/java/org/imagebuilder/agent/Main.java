package org.imagebuilder.agent;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.imagebuilder.agent.http.HttpDefaults;
import org.imagebuilder.agent.settings.UnusableSettingsException;

/** Reads the settings that have to be there before anything else, then starts the agent. */
@QuarkusMain
public final class Main {

  private Main() {}

  public static void main(String... arguments) {
    HttpDefaults.set();
    try {
      switch (CommandLine.read(arguments)) {
        case CommandLine.Work work -> Startup.configure(work.settings(), System.getenv());
        case CommandLine.RunJob job -> Startup.configure(job.settings(), System.getenv());
        case CommandLine.Check check -> Startup.configure(check.settings(), System.getenv());
        // Nothing may ask for the configuration before it is made.
        case CommandLine.Version version -> {}
        case CommandLine.Answer answer -> {}
      }
    } catch (UnusableSettingsException e) {
      System.err.println("worker-agent: " + e.getMessage());
      System.exit(1);
    }
    Quarkus.run(WorkerAgent.class, arguments);
  }
}
