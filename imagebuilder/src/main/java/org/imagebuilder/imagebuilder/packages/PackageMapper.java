package org.imagebuilder.imagebuilder.packages;

import java.util.List;
import org.imagebuilder.imagebuilder.composer.FoundPackage;
import org.imagebuilder.imagebuilder.contract.api.model.ListResponseLinks;
import org.imagebuilder.imagebuilder.contract.api.model.ListResponseMeta;
import org.imagebuilder.imagebuilder.contract.api.model.ModelPackage;
import org.imagebuilder.imagebuilder.contract.api.model.PackagesResponse;

/** Packages as the contract shows them, a page at a time. */
final class PackageMapper {
  private PackageMapper() {}

  /** The part of what was asked for that the links repeat, as it was written. */
  record Asked(String distribution, String architecture, String search) {
    private String page(long offset, int limit) {
      return "/api/image-builder/v1.0/packages?search=%s&distribution=%s&architecture=%s&offset=%d&limit=%d"
          .formatted(search, distribution, architecture, offset, limit);
    }
  }

  static PackagesResponse page(List<FoundPackage> found, Asked asked, int limit, int offset) {
    int count = found.size();
    ListResponseMeta meta = new ListResponseMeta();
    meta.setCount(count);
    ListResponseLinks links = new ListResponseLinks();
    links.setFirst(asked.page(0, limit));
    links.setLast(asked.page(limit >= count ? 0 : (count - 1) / limit * limit, limit));
    PackagesResponse response = new PackagesResponse();
    response.setMeta(meta);
    response.setLinks(links);
    response.setData(found.stream().skip(offset).limit(limit).map(PackageMapper::item).toList());
    return response;
  }

  private static ModelPackage item(FoundPackage each) {
    ModelPackage item = new ModelPackage();
    item.setName(each.name());
    item.setSummary(each.summary());
    return item;
  }
}
