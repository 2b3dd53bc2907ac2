package org.imagebuilder.imagebuilder.contentsources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.neighbours.NeighbourFailed;
import org.imagebuilder.imagebuilder.neighbours.Reply;
import org.jboss.logging.Logger;

/** Content sources in our words. Whatever goes wrong there ends as an error of the catalogue. */
@ApplicationScoped
public class ContentSourcesGateway {
  private static final Logger LOG = Logger.getLogger(ContentSourcesGateway.class);
  private static final int PAGE = 100;
  private static final int MOST_PAGES = 50;

  private final ContentSourcesCalls calls;
  private final ContentSourcesConfig config;

  ContentSourcesGateway(ContentSourcesCalls calls, ContentSourcesConfig config) {
    this.calls = calls;
    this.config = config;
  }

  /** Whether there is such a service at all. */
  public boolean configured() {
    return config.url().isPresent();
  }

  /** Refuses what cannot be had without the service, in the user's words for it. */
  public void require(String feature) {
    if (!configured()) {
      throw new ApiException(ErrorCode.CONTENT_SOURCES_MISSING, feature);
    }
  }

  /** The repositories among these addresses that the service knows, each once. */
  public Uni<List<KnownRepository>> byUrl(Origin origin, Collection<String> urls, Identity caller) {
    return all(RepositoryQuery.byUrl(origin, urls), caller);
  }

  /** The repositories among these ids that the service knows, each once. */
  public Uni<List<KnownRepository>> byId(Origin origin, Collection<String> ids, Identity caller) {
    return all(RepositoryQuery.byId(origin, ids), caller);
  }

  /** The newest snapshots up to this moment, in the service's order; some may be missing. */
  public Uni<List<Snapshot>> snapshots(Instant date, Collection<String> ids, Identity caller) {
    ObjectNode question = question(ids).put("date", date.toString());
    return answered(calls.snapshotsForDate(caller.header(), question))
        .map(read(ContentSourcesMapper::snapshots));
  }

  /** A template; an unknown one is the caller's mistake. */
  public Uni<Template> template(UUID id, Identity caller) {
    return failed(calls.template(caller.header(), id))
        .invoke(
            reply -> {
              if (reply.status() == 404) {
                throw new ApiException(ErrorCode.CONTENT_TEMPLATE_UNKNOWN, id);
              }
            })
        .invoke(ContentSourcesGateway::check)
        .map(read(body -> ContentSourcesMapper.template(id, body)));
  }

  /** Repositories in the form in which they are exported and imported, as the service wrote it. */
  public Uni<ArrayNode> exported(Collection<String> ids, Identity caller) {
    return answered(calls.export(caller.header(), question(ids)))
        .map(
            read(
                body -> {
                  if (body instanceof ArrayNode list) {
                    return list;
                  }
                  throw new NeighbourFailed("an export that is no list");
                }));
  }

  private static ObjectNode question(Collection<String> ids) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    ArrayNode list = question.putArray("repository_uuids");
    ids.forEach(list::add);
    return question;
  }

  private Uni<List<KnownRepository>> all(List<RepositoryQuery> queries, Identity caller) {
    return Multi.createFrom()
        .iterable(queries)
        .onItem()
        .transformToUniAndConcatenate(query -> pages(query, caller, 0, new LinkedHashMap<>()))
        .collect()
        .in(
            LinkedHashMap<String, KnownRepository>::new,
            (known, found) -> found.forEach(known::putIfAbsent))
        .map(known -> List.copyOf(known.values()));
  }

  // A page that brings nothing new is the last one, whatever the service counts.
  private Uni<Map<String, KnownRepository>> pages(
      RepositoryQuery query, Identity caller, int page, Map<String, KnownRepository> found) {
    return answered(calls.repositories(caller.header(), query, PAGE, page * PAGE))
        .map(read(ContentSourcesMapper::repositories))
        .chain(
            rows -> {
              int before = found.size();
              rows.repositories().forEach(each -> found.putIfAbsent(each.id(), each));
              boolean full =
                  rows.total().isPresent()
                      ? rows.total().getAsInt() > (page + 1) * PAGE
                      : rows.repositories().size() >= PAGE;
              boolean more = full && found.size() > before && page + 1 < MOST_PAGES;
              return more ? pages(query, caller, page + 1, found) : Uni.createFrom().item(found);
            });
  }

  private static Uni<Reply> answered(Uni<Reply> call) {
    return failed(call).invoke(ContentSourcesGateway::check);
  }

  private static void check(Reply reply) {
    if (reply.isForbidden()) {
      throw new ApiException(ErrorCode.CONTENT_FORBIDDEN);
    }
    if (!reply.isOk()) {
      throw unusable("status " + reply.status());
    }
  }

  private static <T> Function<Reply, T> read(Function<JsonNode, T> mapper) {
    return reply -> {
      try {
        return mapper.apply(reply.body());
      } catch (NeighbourFailed failure) {
        throw unusable(failure.toString());
      }
    };
  }

  private static Uni<Reply> failed(Uni<Reply> call) {
    return call.onFailure().transform(failure -> unusable(String.valueOf(failure)));
  }

  private static ApiException unusable(String reason) {
    LOG.warnf("Content sources gave no usable answer reason=%s", reason);
    return new ApiException(ErrorCode.CONTENT_SOURCES_FAILED);
  }
}
