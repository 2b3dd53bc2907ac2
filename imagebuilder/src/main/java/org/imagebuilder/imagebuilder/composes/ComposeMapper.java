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
public class ComposeMapper {
  private final PathPrefix prefix;

  ComposeMapper(PathPrefix prefix) {
    this.prefix = prefix;
  }

  ComposesResponse page(Composes.Page page, int limit) {
    return page(page, "", limit);
  }

  /** A page of the composes of a blueprint, or of one of its versions. */
  public ComposesResponse page(Composes.Page page, BlueprintComposes listing) {
    String version =
        listing.version().isPresent()
            ? "blueprint_version=" + listing.version().getAsInt() + "&"
            : "";
    return page(page, "blueprint_id=" + listing.blueprint() + "&" + version, listing.limit());
  }

  private ComposesResponse page(Composes.Page page, String filter, int limit) {
    ComposesResponse response = new ComposesResponse();
    ListResponseMeta meta = new ListResponseMeta();
    meta.setCount(Math.toIntExact(page.total()));
    response.setMeta(meta);
    response.setLinks(links(page.total(), filter, limit));
    response.setData(page.composes().stream().map(each -> item(each, page)).toList());
    return response;
  }

  ComposeStatus status(Standing compose, ObjectNode imageStatus) {
    ComposeStatus status = new ComposeStatus();
    status.setImageStatus(imageStatus);
    status.setRequest(StoredRequest.shown(compose.id(), compose.request()));
    return status;
  }

  private ComposesResponseItem item(Compose compose, Composes.Page page) {
    ComposesResponseItem item = new ComposesResponseItem();
    item.setId(compose.id);
    item.setRequest(StoredRequest.shown(compose.id, compose.request));
    item.setCreatedAt(compose.createdAt.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    item.setImageName(compose.imageName);
    item.setClientId(
        Arrays.stream(ClientId.values())
            .filter(known -> known.toString().equals(compose.clientId))
            .findFirst()
            .orElse(null));
    if (compose.blueprintVersionId != null) {
      BlueprintOrigin origin = page.origins().get(compose.blueprintVersionId);
      if (origin != null) {
        item.setBlueprintId(origin.blueprint());
        item.setBlueprintVersion(origin.version());
      }
    }
    return item;
  }

  private ListResponseLinks links(long total, String filter, int limit) {
    long last = limit >= total ? 0 : (total - 1) / limit * limit;
    ListResponseLinks links = new ListResponseLinks();
    String path = prefix.ofLinks() + "/composes?" + filter;
    links.setFirst(path + "limit=" + limit + "&offset=0");
    links.setLast(path + "limit=" + limit + "&offset=" + last);
    return links;
  }
}
