package org.imagebuilder.composer.operations;

import io.prometheus.client.Collector;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * All metrics in Prometheus' text format. Its client would have every counter end in {@code
 * _total}; counters that dashboards know by another name are written under that name here.
 */
public final class Exposition {
  /** What this is for scrapers: the older text format, which lets counters be called anything. */
  static final String CONTENT_TYPE = TextFormat.CONTENT_TYPE_004;

  private static final String SUFFIX = "_total";

  private Exposition() {}

  /** What a scraper gets. */
  public static String of(CollectorRegistry metrics) {
    List<MetricFamilySamples> usual = new ArrayList<>();
    StringWriter text = new StringWriter();
    try {
      for (MetricFamilySamples family : Collections.list(metrics.metricFamilySamples())) {
        if (family.type == Collector.Type.COUNTER && MetricName.isWithoutSuffix(family.name)) {
          write(family, text);
        } else {
          usual.add(family);
        }
      }
      TextFormat.write004(text, Collections.enumeration(usual));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void write(MetricFamilySamples family, Writer text) throws IOException {
    StringWriter client = new StringWriter();
    TextFormat.write004(client, Collections.enumeration(List.of(family)));
    for (String line : client.toString().split("\n", -1)) {
      if (!line.isEmpty()) {
        text.write(line.replaceFirst(family.name + SUFFIX, family.name));
        text.write('\n');
      }
    }
  }
}
