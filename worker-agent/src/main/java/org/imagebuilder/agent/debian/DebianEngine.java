package org.imagebuilder.agent.debian;

import org.imagebuilder.agent.tools.ToolRunner;

/** The room's parts, put together once per agent. */
public final class DebianEngine {

  private final DebianManifests manifests;
  private final DebianImages images;
  private final DebianTools tools;
  private final DebianSearches searches;

  public DebianEngine(ToolRunner runner, DebianSettings settings) {
    PackageCache cache = new PackageCache(settings.cache(), settings.packageCacheBytes());
    this.tools = new DebianTools(runner, settings, cache);
    this.searches = new DebianSearches(runner, settings);
    this.manifests = new DebianManifests(runner, settings);
    this.images = new DebianImages(runner, settings, tools, cache);
  }

  public DebianManifests manifests() {
    return manifests;
  }

  public DebianImages images() {
    return images;
  }

  public DebianSearches searches() {
    return searches;
  }

  public DebianTools tools() {
    return tools;
  }
}
