package org.imagebuilder.agent;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.uploads.koji.KojiHub;
import org.imagebuilder.agent.uploads.koji.KojiSettings;

/** Makes the door to Koji out of the configuration. */
final class KojiHubs {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private KojiHubs() {}

  static KojiHub of(AgentConfig config, ToolRunner tools) {
    Map<String, KojiSettings.Account> accounts = new HashMap<>();
    config
        .koji()
        .forEach(
            (host, section) ->
                accounts.put(
                    host.toLowerCase(Locale.ROOT),
                    new KojiSettings.Account(
                        section.principal(),
                        section.keytab(),
                        section.relaxTimeoutFactor().orElse(1))));
    return new KojiHub(
        new KojiSettings(accounts, config.tools().kinit(), config.tools().curl(), PAUSE),
        tools,
        new HttpCaller(HttpTrust.usual(), HttpProxies.of(System.getenv())));
  }
}
