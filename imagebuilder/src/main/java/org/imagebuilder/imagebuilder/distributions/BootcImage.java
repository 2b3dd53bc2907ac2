package org.imagebuilder.imagebuilder.distributions;

import java.util.List;

/** A bootable container that images of one type may be made from. */
public record BootcImage(String type, String reference, List<String> isoPayloadReferences) {
  public BootcImage {
    isoPayloadReferences = List.copyOf(isoPayloadReferences);
  }
}
