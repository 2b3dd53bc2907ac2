package org.imagebuilder.agent.uploads.koji;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.tools.ToolRunner;
import org.imagebuilder.agent.workspace.Trees;
import org.jboss.logging.Logger;

/** The door to Koji's hubs: opens sessions. */
public final class KojiHub {

  private static final Logger LOG = Logger.getLogger(KojiHub.class);

  private final KojiSettings settings;
  private final KojiLogin logins;
  private final HttpCaller http;

  public KojiHub(KojiSettings settings, ToolRunner tools, HttpCaller http) {
    this.settings = settings;
    this.logins = new KojiLogin(tools, settings);
    this.http = http;
  }

  /** What is wrong with the settings, as a sentence. */
  public Optional<String> problem() {
    return settings.problem();
  }

  /** The tool without which nobody logs in, as a sentence. */
  public Optional<String> missing() {
    return logins.missing();
  }

  /**
   * Logs in; whoever asked closes the session.
   *
   * @param url of the hub, as jobs have it
   * @param workspace directory of the job, in which the ticket lies for a moment
   */
  public KojiSession login(String url, Path workspace) throws KojiException, InterruptedException {
    KojiServer server = settings.server(url);
    Path directory = directory(workspace);
    try {
      KojiLogin.Session session = logins.login(server, directory);
      return new KojiSession(server, session, http, settings.pause());
    } finally {
      remove(directory);
    }
  }

  /** Nobody but the agent's own user may look into it. */
  private static Path directory(Path workspace) throws KojiException {
    try {
      return Files.createTempDirectory(workspace, "koji-");
    } catch (IOException e) {
      throw new KojiException("No directory for a Kerberos ticket", String.valueOf(e.getMessage()));
    }
  }

  private static void remove(Path directory) {
    try {
      Trees.delete(directory);
    } catch (IOException e) {
      // The job's directory takes it along.
      LOG.warnf(e, "A Kerberos ticket stays for now, directory=%s", directory);
    }
  }
}
