package org.imagebuilder.agent.uploads.gcp;

import java.net.URI;

/** Where Google's services are. */
public record GcpEndpoints(URI storage, URI compute, URI token, URI metadata) {

  public static final GcpEndpoints GOOGLE =
      new GcpEndpoints(
          URI.create("https://storage.googleapis.com"),
          URI.create("https://compute.googleapis.com"),
          URI.create("https://oauth2.googleapis.com/token"),
          URI.create("http://metadata.google.internal"));
}
