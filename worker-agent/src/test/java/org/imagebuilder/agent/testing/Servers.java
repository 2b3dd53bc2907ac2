package org.imagebuilder.agent.testing;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** HTTP servers of the JDK on free ports of the loopback interface, not started yet. */
public final class Servers {

  private Servers() {}

  public static HttpServer plain() throws IOException {
    return ready(HttpServer.create(loopback(), 0));
  }

  public static HttpServer tls(SSLContext context, boolean wantsCertificate) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(context) {
          @Override
          public void configure(HttpsParameters connection) {
            SSLParameters parameters = context.getDefaultSSLParameters();
            parameters.setNeedClientAuth(wantsCertificate);
            connection.setSSLParameters(parameters);
          }
        });
    return ready(server);
  }

  public static URI url(HttpServer server) {
    return URI.create(
        "%s://localhost:%d"
            .formatted(
                server instanceof HttpsServer ? "https" : "http", server.getAddress().getPort()));
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static HttpServer ready(HttpServer server) {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    return server;
  }
}
