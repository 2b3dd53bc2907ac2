package org.imagebuilder.composer.listeners;

import static org.imagebuilder.composer.identity.Door.WORKER_API;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.CertificateUpdatedEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.imagebuilder.composer.identity.Callers;
import org.imagebuilder.composer.operations.StartException;
import org.jboss.logging.Logger;

/**
 * The second door: an HTTP server for agents that hands what comes in to the same routes as the
 * main port (docs/adr/0003).
 */
@ApplicationScoped
public class WorkerListener {
  private static final Logger LOG = Logger.getLogger(WorkerListener.class);
  private static final long PATIENCE_SECONDS = 20;
  private static final Pattern BASE_PATH = Pattern.compile("(/[\\w.~-]+)+");

  /** Vert.x lets all servers of one deployment share the free port that the first one was given. */
  private static final int ANY_PORT = -1;

  private final Vertx vertx;
  private final WorkerApiConfig config;
  private final TlsConfigurationRegistry certificates;
  private final HeadLimits head;
  private final Callers callers;

  /** One server per event loop; filled while starting. */
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  /** Known before the servers listen, or the first requests would count as the main port's. */
  private volatile int port;

  private volatile boolean open;

  WorkerListener(
      Vertx vertx,
      WorkerApiConfig config,
      TlsConfigurationRegistry certificates,
      HeadLimits head,
      Callers callers) {
    this.vertx = vertx;
    this.config = config;
    this.certificates = certificates;
    this.head = head;
    this.callers = callers;
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** Whether agents can come in. */
  boolean isOpen() {
    return open;
  }

  /** The origin under which an agent on this machine finds it. */
  public String origin() {
    String scheme = config.tlsConfigurationName().isPresent() ? "https" : "http";
    String host = config.host().equals("0.0.0.0") ? "localhost" : config.host();
    return scheme + "://" + host + ":" + port;
  }

  /** Whether this request came in here; a PROXY protocol header cannot pretend it. */
  boolean received(HttpServerRequest request) {
    return request.connection().localAddress(true).port() == port;
  }

  void start(@Observes StartupEvent event) {
    if (!BASE_PATH.matcher(config.basePath()).matches()) {
      throw new StartException(
          "composer.worker-api.base-path is '%s', and has to begin with a slash and to end without one."
              .formatted(config.basePath()));
    }
    port = config.port();
    HttpServerOptions options = options();
    DeploymentOptions perEventLoop =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    try {
      vertx
          .deployVerticle(() -> new Door(options), perEventLoop)
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while opening the worker API", interrupted);
    } catch (java.util.concurrent.ExecutionException | TimeoutException failed) {
      throw new StartException(
          "the worker API cannot listen on %s:%d (composer.worker-api.port): %s"
              .formatted(config.host(), config.port(), failed.getMessage()),
          failed);
    }
    port = servers.getFirst().actualPort();
    open = true;
    LOG.infof(
        "Worker API on %s%s, its page on %s/swagger-ui/", origin(), config.basePath(), origin());
  }

  void stop(@Observes ShutdownEvent event) {
    servers.forEach(HttpServer::close);
  }

  /** What is asked of the certificates of agents is not renewed with them; it stays. */
  void renewCertificates(@Observes CertificateUpdatedEvent renewed) {
    if (config.tlsConfigurationName().equals(Optional.of(renewed.name()))) {
      servers.forEach(
          server -> server.updateSSLOptions(renewed.tlsConfiguration().getSSLOptions()));
    }
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(config.host())
            .setPort(config.port() == 0 ? ANY_PORT : config.port())
            .setTcpKeepAlive(true)
            // Whoever reads a body says so: many are refused before they are sent.
            .setHandle100ContinueAutomatically(false)
            // As at the main door: one protocol, and a connection is one request at a time.
            .setHttp2ClearTextEnabled(false)
            .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
            .setIdleTimeout(Math.toIntExact(config.idleTimeout().toMillis()));
    head.customizeHttpServer(options);
    config.tlsConfigurationName().map(this::certificate).ifPresent(tls -> secure(options, tls));
    proof().configure(options);
    return options;
  }

  private static void secure(HttpServerOptions options, TlsConfiguration tls) {
    TlsConfigUtils.configure(options, tls);
    options.setSsl(true).setUseAlpn(false);
  }

  private DoorProof proof() {
    return new DoorProof(
        WORKER_API, config.clientAuth(), config.allowedDomains(), callers.areAskedAt(WORKER_API));
  }

  private TlsConfiguration certificate(String name) {
    return certificates
        .get(name)
        .orElseThrow(
            () ->
                new StartException(
                    "composer.worker-api.tls-configuration-name is '%s', but quarkus.tls.%s is not configured"
                        .formatted(name, name)));
  }

  /** One server on one event loop. */
  private final class Door extends AbstractVerticle {
    private final HttpServerOptions options;

    Door(HttpServerOptions options) {
      this.options = options;
    }

    @Override
    public void start(Promise<Void> started) {
      // The root handler, not the router: it also gives each request its own safe context, pauses
      // bodies until they are read, counts requests for the shutdown and writes the access log.
      vertx
          .createHttpServer(options)
          .requestHandler(VertxHttpRecorder.getRootHandler())
          .listen()
          .onSuccess(servers::add)
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }
}
