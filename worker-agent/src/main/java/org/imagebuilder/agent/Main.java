package org.imagebuilder.agent;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.smallrye.config.ConfigValidationException;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpDefaults;
import org.imagebuilder.agent.settings.UnusableSettingsException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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
    Quarkus.run(WorkerAgent.class, Main::end, arguments);
  }

  private static void end(int code, @Nullable Throwable failure) {
    if (failure != null) {
      unreadable(failure)
          .map(UnreadableSettings::sentence)
          .ifPresentOrElse(
              sentence -> System.err.println("worker-agent cannot start: " + sentence),
              () -> Logger.getLogger(Main.class).error("The agent cannot start", failure));
    }
    System.exit(code);
  }

  private static Optional<ConfigValidationException> unreadable(Throwable failure) {
    for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ConfigValidationException unreadable) {
        return Optional.of(unreadable);
      }
    }
    return Optional.empty();
  }
}
