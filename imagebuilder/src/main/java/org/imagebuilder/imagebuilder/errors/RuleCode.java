package org.imagebuilder.imagebuilder.errors;

/** Rules about the content of a blueprint, by the titles under which clients show them. */
public enum RuleCode {
  BLUEPRINT_NAME("blueprint name rule violation"),
  USER("user rule violation"),
  FILE("file rule violation"),
  DIRECTORY("directory rule violation"),
  FILESYSTEM("filesystem rule violation"),
  NAME_NOT_UNIQUE("Name not unique");

  private final String title;

  RuleCode(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
