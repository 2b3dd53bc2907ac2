package org.imagebuilder.observe;

import java.util.List;

/** All dashboards there are. */
final class Dashboards {
  private Dashboards() {}

  static List<Dashboard> all() {
    return List.of(
        ImagebuilderDashboard.page(),
        ComposerDashboard.page(),
        WorkersDashboard.page(),
        QueueDashboard.page());
  }
}
