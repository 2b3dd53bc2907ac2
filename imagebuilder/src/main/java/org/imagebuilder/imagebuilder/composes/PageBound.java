package org.imagebuilder.imagebuilder.composes;

import java.util.List;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/**
 * How much a page of composes may hold. A request may have a megabyte, so that a hundred of them
 * are more than the program should keep in memory for one caller.
 */
final class PageBound {
  private static final int MEGABYTES = 16;

  private PageBound() {}

  /**
   * SQL for the rows of these, whose requests are text. The database adds up their lengths; where
   * that is too much, it sends the rows without them.
   */
  static String within(String rows) {
    return """
    SELECT job_id, CASE WHEN sum(octet_length(request)) OVER () <= %d THEN request END AS request,
           created_at, account_number, org_id, image_name, deleted, email, client_id,
           blueprint_version_id
    FROM (%s) AS page
    ORDER BY created_at DESC, job_id
    """
        .formatted(MEGABYTES << 20, rows);
  }

  /** The page, or the refusal of one that is too long. */
  static List<Compose> checked(List<Compose> page) {
    if (page.stream().anyMatch(compose -> compose.request == null)) {
      throw new ApiException(ErrorCode.PAGE_TOO_LONG, MEGABYTES);
    }
    return page;
  }
}
