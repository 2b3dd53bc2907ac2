package org.imagebuilder.imagebuilder.features;

/** What can be switched off. */
public enum Feature {
  COMPLIANCE_POLICIES("image-builder.compliance-policies.enabled");

  private final String flag;

  Feature(String flag) {
    this.flag = flag;
  }

  /** Its name, in the configuration, at Unleash, and in what users are told. */
  public String flag() {
    return flag;
  }
}
