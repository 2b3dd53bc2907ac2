package org.imagebuilder.agent.settings;

/** The configuration file cannot be used; the message names the file, the line and the key. */
public final class UnusableSettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnusableSettingsException(String message) {
    super(message);
  }
}
