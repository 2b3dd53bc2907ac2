package org.imagebuilder.imagebuilder.contentsources;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One question for repositories: by their addresses or by their ids, never both. */
record RepositoryQuery(String origins, @Nullable String urls, @Nullable String ids) {
  /** Servers and proxies take addresses of some kilobytes. */
  private static final int LONGEST = 4000;

  static List<RepositoryQuery> byUrl(Origin origin, Collection<String> urls) {
    return joined(urls).stream()
        .map(list -> new RepositoryQuery(origin.value(), list, null))
        .toList();
  }

  static List<RepositoryQuery> byId(Origin origin, Collection<String> ids) {
    return joined(ids).stream()
        .map(list -> new RepositoryQuery(origin.value(), null, list))
        .toList();
  }

  // As few questions as the length of an address allows.
  private static List<String> joined(Collection<String> values) {
    List<String> lists = new ArrayList<>();
    StringBuilder list = new StringBuilder();
    for (String value : new LinkedHashSet<>(values)) {
      if (!list.isEmpty() && list.length() + value.length() > LONGEST) {
        lists.add(list.toString());
        list.setLength(0);
      }
      list.append(list.isEmpty() ? "" : ",").append(value);
    }
    if (!list.isEmpty()) {
      lists.add(list.toString());
    }
    return lists;
  }
}
