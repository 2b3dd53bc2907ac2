package org.imagebuilder.agent.uploads.koji;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.imagebuilder.agent.http.Backoff;
import org.imagebuilder.agent.tools.MissingToolException;
import org.imagebuilder.agent.tools.ToolCommand;
import org.imagebuilder.agent.tools.ToolException;
import org.imagebuilder.agent.tools.ToolResult;
import org.imagebuilder.agent.tools.ToolRunner;
import org.jboss.logging.Logger;

/**
 * Logs in by Kerberos. The ticket lies in a directory of the job and dies with it; curl shows it to
 * the hub in one call, and what comes back serves all others.
 */
final class KojiLogin {

  private static final Logger LOG = Logger.getLogger(KojiLogin.class);
  private static final int ATTEMPTS = 4;
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration IN_ALL = Duration.ofMinutes(2);
  private static final String LARGEST = Integer.toString(1 << 20);

  /** How curl ends when the connection is to blame: not found, broken, too slow, empty. */
  private static final Set<Integer> BROKEN = Set.of(5, 6, 7, 16, 18, 28, 35, 52, 55, 56, 92);

  private final ToolRunner tools;
  private final KojiSettings settings;

  KojiLogin(ToolRunner tools, KojiSettings settings) {
    this.tools = tools;
    this.settings = settings;
  }

  /** What identifies a session. */
  record Session(String id, String key) {
    /** Without the key. */
    @Override
    public String toString() {
      return "Session[" + id + "]";
    }
  }

  /** The sentence about a tool that is not here. */
  Optional<String> missing() {
    try {
      for (String tool : List.of(settings.kinit(), settings.curl())) {
        Path unused = tools.find(tool);
      }
      return Optional.empty();
    } catch (MissingToolException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The directory is private to this login. */
  Session login(KojiServer server, Path directory) throws KojiException, InterruptedException {
    try {
      Path request =
          Files.writeString(directory.resolve("login.xml"), XmlRpc.call("sslLogin", List.of()));
      String cache = "FILE:" + directory.toAbsolutePath().resolve("tickets");
      ticket(server, directory, cache);
      return session(server, show(server, directory, cache, request));
    } catch (ToolException e) {
      throw new KojiException(String.valueOf(e.getMessage()), String.join("\n", e.logTail()));
    } catch (IOException e) {
      throw new KojiException(
          server.host() + " does not answer a login as Koji does", String.valueOf(e.getMessage()));
    }
  }

  private void ticket(KojiServer server, Path directory, String cache)
      throws KojiException, ToolException, InterruptedException {
    ToolCommand kinit =
        ToolCommand.of(
                directory,
                settings.kinit(),
                "-k",
                "-t",
                server.keytab().toString(),
                server.principal())
            .withEnvironment("KRB5CCNAME", cache)
            .withTimeout(server.relaxed(IN_ALL));
    ToolResult ended = tools.run(kinit);
    if (!ended.succeeded()) {
      throw new KojiException(
          "Kerberos gives %s no ticket: do principal and keytab belong together, and is the realm known here?"
              .formatted(server.principal()),
          String.join("\n", ended.logTail()));
    }
  }

  /** A login may be repeated: it makes another session, and the lost one expires. */
  private String show(KojiServer server, Path directory, String cache, Path request)
      throws KojiException, ToolException, InterruptedException {
    Backoff backoff =
        new Backoff(
            server.relaxed(settings.pause()),
            server.relaxed(settings.pause().multipliedBy(10)),
            new Random());
    for (int attempt = 1; ; attempt++) {
      ToolResult ended =
          tools.run(curl(server, directory, request).withEnvironment("KRB5CCNAME", cache));
      int end = ended.output().lastIndexOf('\n');
      String status = ended.output().substring(end + 1).strip();
      boolean later = BROKEN.contains(ended.exitCode()) || status.startsWith("5");
      if (attempt < ATTEMPTS && later) {
        LOG.warnf("A login is made again, server=%s, status=%s", server.host(), status);
        backoff.pause();
        continue;
      }
      if (ended.succeeded() && status.equals("200")) {
        return ended.output().substring(0, Math.max(end, 0));
      }
      throw refusal(server, ended, status);
    }
  }

  private static KojiException refusal(KojiServer server, ToolResult ended, String status) {
    String said = String.join("\n", ended.logTail());
    if (!ended.succeeded()) {
      return new KojiException(
          "%s cannot be reached for a login (curl ended with %d)"
              .formatted(server.host(), ended.exitCode()),
          said);
    }
    return new KojiException(
        status.equals("401") || status.equals("403")
            ? "%s does not accept the ticket of %s".formatted(server.host(), server.principal())
            : "%s answered a login with status %s".formatted(server.host(), status),
        said);
  }

  private ToolCommand curl(KojiServer server, Path directory, Path request) {
    Duration all = server.relaxed(IN_ALL);
    return ToolCommand.of(
            directory,
            // First: no settings of whoever runs the agent.
            List.of(
                settings.curl(),
                "--disable",
                "--silent",
                "--show-error",
                "--globoff",
                "--negotiate",
                "-u",
                ":",
                "--connect-timeout",
                Long.toString(server.relaxed(CONNECT).toSeconds()),
                "--max-time",
                Long.toString(all.toSeconds()),
                "--max-filesize",
                LARGEST,
                "--header",
                "Content-Type: text/xml",
                "--data-binary",
                "@" + request.getFileName(),
                "--write-out",
                "\\n%{http_code}",
                "--url",
                server.login().toString()))
        .withTimeout(all.plus(CONNECT));
  }

  private static Session session(KojiServer server, String answer)
      throws KojiException, IOException {
    Object value = XmlRpc.answer(answer).orElse("");
    Map<?, ?> members = value instanceof Map<?, ?> map ? map : Map.of();
    Object id = members.get("session-id");
    Object key = members.get("session-key");
    if (id == null || key == null) {
      throw new KojiException(server.host() + " gave no session for the login");
    }
    return new Session(id.toString(), key.toString());
  }
}
