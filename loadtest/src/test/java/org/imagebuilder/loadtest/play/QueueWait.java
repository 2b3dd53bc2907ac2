package org.imagebuilder.loadtest.play;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.PopulationBuilder;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long jobs waited for an agent, as composer's own histogram says: one look at it when the
 * story's time is over, which fails where 95 % of the jobs since the start waited for longer.
 */
public final class QueueWait {
  /** Name of the look, as reports and promises have it. */
  public static final String LOOK = "queue wait, 95 % within the bound";

  private static final double USUALLY = 0.95;
  private static final Pattern BUCKET =
      Pattern.compile(
          "image_builder_worker_job_wait_duration_seconds_bucket\\{[^}]*le=\"([^\"]+)\"[^}]*}"
              + " (\\S+)");

  private QueueWait() {}

  /** Looks when so much time has gone. */
  public static PopulationBuilder lookAfter(Duration story, Duration bound) {
    NavigableMap<Double, Double> before = buckets(metrics());
    double most = Size.bound(bound) / 1e3;
    return scenario("queue wait")
        .pause(story)
        .exec(
            http(LOOK)
                .get("/metrics")
                .check(
                    status().is(200),
                    bodyString().transform(now -> usual(before, buckets(now))).lte(most)))
        .injectOpen(atOnceUsers(1))
        .protocols(http.baseUrl(Doors.operators().toString()));
  }

  /** The bound of the bucket up to which 95 % of what came since then are; infinite without any. */
  static double usual(NavigableMap<Double, Double> before, NavigableMap<Double, Double> now) {
    double all = now.isEmpty() ? 0 : since(before, now, now.lastKey());
    if (all == 0) {
      return Double.POSITIVE_INFINITY;
    }
    return now.navigableKeySet().stream()
        .filter(bound -> since(before, now, bound) >= USUALLY * all)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static double since(
      NavigableMap<Double, Double> before, NavigableMap<Double, Double> now, Double bound) {
    return now.getOrDefault(bound, 0.0) - before.getOrDefault(bound, 0.0);
  }

  /** How many jobs of all types waited at most so many seconds. */
  static NavigableMap<Double, Double> buckets(String metrics) {
    NavigableMap<Double, Double> buckets = new TreeMap<>();
    Matcher matcher = BUCKET.matcher(metrics);
    while (matcher.find()) {
      double bound =
          matcher.group(1).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(matcher.group(1));
      buckets.merge(bound, Double.parseDouble(matcher.group(2)), Double::sum);
    }
    return buckets;
  }

  private static String metrics() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) Doors.operators().resolve("/metrics").toURL().openConnection();
      try (var body = connection.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException unreachable) {
      throw new IllegalStateException(
          "composer's metrics cannot be read at " + Doors.operators() + " (OPERATORS)",
          unreachable);
    }
  }
}
