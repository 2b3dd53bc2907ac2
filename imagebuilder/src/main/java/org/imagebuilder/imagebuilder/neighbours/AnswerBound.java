package org.imagebuilder.imagebuilder.neighbours;

import io.quarkus.arc.All;
import io.quarkus.arc.Unremovable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.resteasy.reactive.client.api.ClientLogger;
import org.jspecify.annotations.Nullable;

/**
 * Hangs up on neighbours whose answers are longer than they may be, whatever these say of their
 * length: REST clients keep an answer in memory before anybody reads it, and have no bound of their
 * own. What is meant for a log is the one place where all of them show the calls that they make;
 * nothing is logged here.
 */
@Singleton
@Unremovable
public class AnswerBound implements ClientLogger {
  private final NeighboursConfig config;
  private final List<LongAnswer> longAnswers;

  AnswerBound(NeighboursConfig config, @All List<LongAnswer> longAnswers) {
    this.config = config;
    this.longAnswers = longAnswers;
  }

  @Override
  public void setBodySize(int size) {
    // No body is shown.
  }

  @Override
  public void logRequest(HttpClientRequest request, @Nullable Buffer body, boolean omitBody) {
    String path = request.path();
    boolean list = longAnswers.stream().anyMatch(each -> each.comesFrom(path));
    long most = (list ? config.longestList() : config.longestAnswer()).asLongValue();
    var unused = request.response().onSuccess(response -> bound(request, response, most));
  }

  @Override
  public void logResponse(HttpClientResponse response, boolean redirect) {
    // It was counted while it came.
  }

  private static void bound(HttpClientRequest request, HttpClientResponse response, long most) {
    AtomicLong seen = new AtomicLong();
    response.handler(
        part -> {
          if (seen.addAndGet(part.length()) > most) {
            request.reset(0, new NeighbourFailed("its answer is longer than " + most + " bytes"));
          }
        });
  }
}
