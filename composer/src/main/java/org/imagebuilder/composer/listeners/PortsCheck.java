package org.imagebuilder.composer.listeners;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.composer.operations.StartException;

/**
 * Refuses one port for two doors. Vert.x would let them share it, and what comes in would be served
 * by either.
 */
@ApplicationScoped
class PortsCheck {
  private final Map<String, Integer> ports = new LinkedHashMap<>();

  PortsCheck(
      @ConfigProperty(name = "quarkus.http.port") int cloud,
      @ConfigProperty(name = "quarkus.management.port") int management,
      WorkerApiConfig workers) {
    ports.put("quarkus.http.port", cloud);
    ports.put("quarkus.management.port", management);
    ports.put("composer.worker-api.port", workers.port());
  }

  void check(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
    check(ports);
  }

  /** Port 0 stands for any free one. */
  static void check(Map<String, Integer> ports) {
    Map<Integer, String> taken = new LinkedHashMap<>();
    ports.forEach(
        (key, port) -> {
          String other = port == 0 ? null : taken.put(port, key);
          if (other != null) {
            throw new StartException(
                "%s and %s are both %d: give each a port of its own.".formatted(other, key, port));
          }
        });
  }
}
