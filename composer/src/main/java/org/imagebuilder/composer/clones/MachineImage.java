package org.imagebuilder.composer.clones;

/** A machine image at AWS. */
record MachineImage(String ami, String region) {
  /** Where nothing is known yet. */
  static final MachineImage NONE = new MachineImage("", "");
}
