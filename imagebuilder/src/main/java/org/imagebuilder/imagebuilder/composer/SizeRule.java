package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;

/** Clouds take images up to a size; what is asked for must stay below. Counted without overflow. */
final class SizeRule {
  private static final BigInteger AWS_BOUND = BigInteger.valueOf(68_719_476_736L);
  private static final BigInteger AZURE_BOUND = AWS_BOUND.shiftLeft(1);

  private SizeRule() {}

  static void check(ComposeOrder order) {
    BigInteger total = order.imageRequest().path("size").bigIntegerValue();
    BigInteger fileSystems = BigInteger.ZERO;
    for (JsonNode each : order.request().path("customizations").path("filesystem")) {
      fileSystems = fileSystems.add(each.path("min_size").bigIntegerValue());
    }
    total = total.max(fileSystems);
    switch (order.imageType()) {
      case "aws", "ami" -> check(total, AWS_BOUND, "AWS");
      case "azure", "vhd" -> check(total, AZURE_BOUND, "Azure");
      default -> {
        // Other clouds, and files, have no bound of their own.
      }
    }
  }

  private static void check(BigInteger total, BigInteger bound, String cloud) {
    if (total.compareTo(bound) > 0) {
      throw new ApiException(ErrorCode.SIZE_EXCEEDED, cloud, bound);
    }
  }
}
