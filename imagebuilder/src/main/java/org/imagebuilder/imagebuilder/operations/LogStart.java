package org.imagebuilder.imagebuilder.operations;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Gives the console the form that the configuration asks for, before anything is said there. */
@Singleton
public class LogStart {
  private static final int BEFORE_EVERYTHING = 1;

  private final LogConfig config;

  LogStart(LogConfig config) {
    this.config = config;
  }

  void onStart(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent event) {
    if (config.format() == LogConfig.Format.JSON) {
      Stream.of(LogContext.getLogContext().getLogger("").getHandlers()).forEach(this::dress);
    }
  }

  private void dress(Handler handler) {
    switch (handler) {
      case ConsoleHandler console ->
          console.setFormatter(new LogFormatter(config.channel().orElse("")));
      // Quarkus and the log manager both have handlers that hold others.
      case ExtHandler holder -> Stream.of(holder.getHandlers()).forEach(this::dress);
      default -> {
        // Files and syslog have formats of their own.
      }
    }
  }
}
