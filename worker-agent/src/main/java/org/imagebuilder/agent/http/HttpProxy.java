package org.imagebuilder.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A proxy that is spoken to by plain HTTP, and what it wants to know of who comes. */
public final class HttpProxy {

  private static final int USUAL_PORT = 80;

  private final String host;
  private final int port;
  private final Optional<Login> login;

  private HttpProxy(String host, int port, Optional<Login> login) {
    this.host = host;
    this.port = port;
    this.login = login;
  }

  /**
   * Java remembers by it which proxies were content with what it said. One that is not would be
   * told the same twenty times, which locks accounts.
   */
  private static final class Login extends Authenticator {

    private final String user;
    private final String password;
    private final ThreadLocal<Boolean> said = ThreadLocal.withInitial(() -> false);

    private Login(String userInfo) {
      int colon = userInfo.indexOf(':');
      this.user = colon < 0 ? userInfo : userInfo.substring(0, colon);
      this.password = colon < 0 ? "" : userInfo.substring(colon + 1);
    }

    /** For a connection that this thread is about to use. */
    private Login anew() {
      said.remove();
      return this;
    }

    /** A server behind the proxy asks in vain. */
    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY || said.get()) {
        return null;
      }
      said.set(true);
      return new PasswordAuthentication(user, password.toCharArray());
    }

    private String header() {
      String both = user + ":" + password;
      return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    }
  }

  /**
   * Out of an address like {@code http://user:password@proxy.example.com:3128}, of which only the
   * host must be there; what means something in addresses is written as %40 and the like.
   *
   * @throws IllegalArgumentException that does not repeat the address
   */
  public static HttpProxy of(String address) {
    URI uri = uri(address.contains("://") ? address : "http://" + address);
    if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
      throw unusable();
    }
    int port = uri.getPort() > 0 ? uri.getPort() : USUAL_PORT;
    return new HttpProxy(
        uri.getHost(), port, Optional.ofNullable(uri.getUserInfo()).map(Login::new));
  }

  private static URI uri(String address) {
    try {
      return URI.create(address);
    } catch (IllegalArgumentException e) {
      throw unusable();
    }
  }

  private static IllegalArgumentException unusable() {
    return new IllegalArgumentException(
        "has to be like http://proxy.example.com:3128 or"
            + " http://user:password@proxy.example.com:3128, with %40 for @, %3A for : and %2F for"
            + " / in user and password");
  }

  /** Where it listens; its name is looked up later. */
  public InetSocketAddress address() {
    return InetSocketAddress.createUnresolved(host, port);
  }

  /** The header Proxy-Authorization, for a client that keeps it from the servers behind. */
  public Optional<String> authorization() {
    return login.map(Login::header);
  }

  /** A connection to the target that leads through here. */
  public HttpURLConnection open(URI target) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) target.toURL().openConnection(new Proxy(Proxy.Type.HTTP, address()));
    if (login.isPresent()) {
      if ("https".equals(target.getScheme())) {
        // What is set as a header would go to the server at the other end of the tunnel.
        connection.setAuthenticator(login.get().anew());
      } else {
        connection.setRequestProperty("Proxy-Authorization", login.get().header());
      }
    }
    return connection;
  }

  /** Without user and password. */
  @Override
  public String toString() {
    return "http://%s:%d".formatted(host, port);
  }
}
