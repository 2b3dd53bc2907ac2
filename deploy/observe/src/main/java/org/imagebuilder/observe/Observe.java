package org.imagebuilder.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * The commands: writes dashboards and manifests, checks all queries on a running Prometheus, draws
 * the dashboards with its answers.
 */
final class Observe {
  private static final String USAGE =
      """
      usage: Observe write FOLDER RUNBOOK_ADDRESS
             Observe check PROMETHEUS
             Observe draw PROMETHEUS FOLDER SECONDS
      from the root of the repository\
      """;

  /** Rates over the whole run, or nothing that ended early would be there any more. */
  private static final String CHECKED_RATE = "5m";

  /** Some scrapes of a short run. */
  private static final String DRAWN_RATE = "15s";

  private Observe() {}

  static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    String command = words.isEmpty() ? "" : words.getFirst();
    if (command.equals("write") && words.size() == 3) {
      write(Path.of(words.get(1)), words.get(2));
    } else if (command.equals("check") && words.size() == 2) {
      check(new Prometheus(words.get(1)));
    } else if (command.equals("draw") && words.size() == 4) {
      draw(new Prometheus(words.get(1)), Path.of(words.get(2)), Integer.parseInt(words.get(3)));
    } else {
      System.err.println(USAGE);
      System.exit(2);
    }
  }

  private static void write(Path folder, String runbooks) throws IOException {
    Path json = Files.createDirectories(folder.resolve("dashboards"));
    Path manifests = Files.createDirectories(folder.resolve("manifests"));
    for (Dashboard each : Dashboards.all()) {
      Files.writeString(
          json.resolve(each.uid() + ".json"), Manifests.pretty(GrafanaMapper.json(each)));
      Files.writeString(
          manifests.resolve("dashboard-" + each.uid() + ".yaml"), Manifests.configMap(each));
    }
    for (Path rules : new Sources(Path.of("")).ruleFiles()) {
      Files.writeString(
          manifests.resolve("rules-" + rules.getFileName()),
          Manifests.prometheusRule(rules, runbooks));
    }
    System.out.println("Dashboards are in " + json + ", manifests in " + manifests);
  }

  private static void check(Prometheus prometheus) {
    ObserveCheck check = new ObserveCheck(prometheus, new Filling("10m", CHECKED_RATE));
    List<String> faults = check.run(new Sources(Path.of("")));
    System.out.println(check.summary());
    if (!faults.isEmpty()) {
      System.err.println(String.join("\n", faults));
      System.err.println(faults.size() + " queries are not as they should be");
      System.exit(1);
    }
  }

  private static void draw(Prometheus prometheus, Path folder, int seconds) throws IOException {
    Files.createDirectories(folder);
    Instant now = Instant.now();
    Page page =
        new Page(
            prometheus, new Filling(seconds + "s", DRAWN_RATE), now.minusSeconds(seconds), now);
    for (Dashboard each : Dashboards.all()) {
      Path file = folder.resolve(each.uid() + ".html");
      Files.writeString(file, page.html(each));
      // What takes the picture has to know how large it gets.
      System.out.println(file + " " + Page.height(each));
    }
  }
}
