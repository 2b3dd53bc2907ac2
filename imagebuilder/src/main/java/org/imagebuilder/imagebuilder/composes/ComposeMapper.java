package org.imagebuilder.imagebuilder.composes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.imagebuilder.imagebuilder.contract.api.model.ClientId;
import org.imagebuilder.imagebuilder.contract.api.model.ComposeStatus;
import org.imagebuilder.imagebuilder.contract.api.model.ComposesResponse;
import org.imagebuilder.imagebuilder.contract.api.model.ComposesResponseItem;
import org.imagebuilder.imagebuilder.contract.api.model.ListResponseLinks;
import org.imagebuilder.imagebuilder.contract.api.model.ListResponseMeta;
import org.imagebuilder.imagebuilder.requests.PathPrefix;

/** Composes in the public contract's form. */
@Singleton
class ComposeMapper {
  private final PathPrefix prefix;

  ComposeMapper(PathPrefix prefix) {
    this.prefix = prefix;
  }

  ComposesResponse page(Composes.Page page, int limit) {
    ComposesResponse response = new ComposesResponse();
    ListResponseMeta meta = new ListResponseMeta();
    meta.setCount(Math.toIntExact(page.total()));
    response.setMeta(meta);
    response.setLinks(links(page.total(), limit));
    response.setData(page.composes().stream().map(this::item).toList());
    return response;
  }

  ComposeStatus status(Compose compose, ObjectNode imageStatus) {
    ComposeStatus status = new ComposeStatus();
    status.setImageStatus(imageStatus);
    status.setRequest(shown(compose));
    return status;
  }

  private ComposesResponseItem item(Compose compose) {
    ComposesResponseItem item = new ComposesResponseItem();
    item.setId(compose.id);
    item.setRequest(shown(compose));
    item.setCreatedAt(compose.createdAt.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    item.setImageName(compose.imageName);
    item.setClientId(
        Arrays.stream(ClientId.values())
            .filter(known -> known.toString().equals(compose.clientId))
            .findFirst()
            .orElse(null));
    return item;
  }

  private static ObjectNode shown(Compose compose) {
    return StoredRequest.shown(compose.id, compose.request);
  }

  private ListResponseLinks links(long total, int limit) {
    long last = limit >= total ? 0 : (total - 1) / limit * limit;
    ListResponseLinks links = new ListResponseLinks();
    String path = prefix.ofLinks() + "/composes?";
    links.setFirst(path + "limit=" + limit + "&offset=0");
    links.setLast(path + "limit=" + limit + "&offset=" + last);
    return links;
  }
}
