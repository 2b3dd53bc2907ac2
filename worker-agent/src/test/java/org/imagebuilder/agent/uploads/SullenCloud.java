package org.imagebuilder.agent.uploads;

import java.io.IOException;
import org.imagebuilder.agent.testing.Servers;
import org.imagebuilder.agent.testing.StandIn;
import org.imagebuilder.agent.testing.TestAuthority;

/** Lets everybody in, by whatever protocol, and then answers everything alike. */
final class SullenCloud extends StandIn {

  private static final String SESSION =
      """
      <methodResponse><params><param><value><struct>
      <member><name>session-id</name><value><int>1</int></value></member>
      <member><name>session-key</name><value><string>canary-session</string></value></member>
      </struct></value></param></params></methodResponse>
      """;

  private final Answer always;

  private SullenCloud(Answer always) throws IOException {
    this.always = always;
  }

  private SullenCloud(Answer always, TestAuthority authority) throws Exception {
    super(Servers.tls(authority.serverContext(), false));
    this.always = always;
  }

  static SullenCloud plain(Answer always) throws IOException {
    return new SullenCloud(always);
  }

  static SullenCloud encrypted(Answer always) throws Exception {
    return new SullenCloud(always, new TestAuthority("clouds"));
  }

  @Override
  protected Answer answer(Call call) {
    if (call.path().endsWith("/ssllogin")) {
      return Answer.of(200, SESSION);
    }
    if (call.path().endsWith("/token")) {
      return Answer.of(
          200, "{\"token\": \"canary-1\", \"access_token\": \"canary-2\", \"expires_in\": 3600}");
    }
    if (call.path().startsWith("/v2/") && call.header("authorization").isEmpty()) {
      return Answer.of(401, "{}")
          .with("WWW-Authenticate", "Bearer realm=\"%s/token\"".formatted(uri()));
    }
    return always;
  }
}
