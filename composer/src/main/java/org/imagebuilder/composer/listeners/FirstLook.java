package org.imagebuilder.composer.listeners;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.VertxTracerFactory;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingOptions;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;
import org.imagebuilder.composer.limits.LimitsConfig;
import org.jspecify.annotations.Nullable;

/**
 * Sees each connection before it is read from, and each head before anything is done for it. Who
 * opens a server may say what becomes of requests that it cannot read, but Quarkus, which opens the
 * main one, does not, and then they are refused without a word; so this comes in as what Vert.x
 * itself asks: the transport about connections, and the tracer about requests, of which it needs
 * none otherwise.
 */
@Singleton
final class FirstLook implements VertxOptionsCustomizer {
  private final Instance<BadHeads> badHeads;
  private final Instance<LimitsConfig> limits;

  FirstLook(Instance<BadHeads> badHeads, Instance<LimitsConfig> limits) {
    // Both stand on what is only being made here.
    this.badHeads = badHeads;
    this.limits = limits;
  }

  @Override
  public void accept(VertxOptions options) {
    options.setTracingOptions(new TracingOptions().setFactory(new Entry()));
  }

  /** How both come in. */
  private final class Entry implements VertxTracerFactory {
    @Override
    public void init(VertxBuilder vertx) {
      VertxTracerFactory.super.init(vertx);
      if (vertx.findTransport() == JDKTransport.INSTANCE) {
        vertx.findTransport(new Watched());
      }
    }

    @Override
    public VertxTracer<?, ?> tracer(TracingOptions options) {
      return new Looks();
    }
  }

  /** Puts a watch on each connection that comes in. */
  private final class Watched extends JDKTransport {
    @Override
    public void configure(
        NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
      super.configure(options, domainSocket, bootstrap);
      bootstrap.handler(
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext server, Object accepted) {
              if (accepted instanceof Channel connection) {
                connection.pipeline().addLast(new HeadWatch(limits.get().headTimeout()));
              }
              server.fireChannelRead(accepted);
            }
          });
    }
  }

  /** Traces nothing: it only looks. */
  private final class Looks implements VertxTracer<HeadWatch, Object> {
    private final Handler<HttpServerRequest> refusal = bad -> badHeads.get().refuse(bad);

    @Override
    public <R> @Nullable HeadWatch receiveRequest(
        Context context,
        SpanKind kind,
        TracingPolicy policy,
        R request,
        String operation,
        Iterable<Map.Entry<String, String>> headers,
        TagExtractor<R> tags) {
      if (!(request instanceof HttpServerRequest http)
          || !(http.connection() instanceof HttpServerConnection connection)) {
        return null;
      }
      if (BadHeads.isBad(http)) {
        // Who is refused so is hung up on: there will be no other request to handle.
        connection.handler(refusal).invalidRequestHandler(refusal);
      }
      HeadWatch watch = connection.channel().pipeline().get(HeadWatch.class);
      if (watch != null) {
        watch.headCame();
      }
      return watch;
    }

    @Override
    public <R> void sendResponse(
        Context context, R response, HeadWatch watch, Throwable failure, TagExtractor<R> tags) {
      watch.answered();
    }
  }
}
