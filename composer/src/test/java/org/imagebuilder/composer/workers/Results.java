package org.imagebuilder.composer.workers;

/** Reports as agents send them, whole bodies. */
final class Results {
  static final String GOOD =
      "{\"result\":{\"success\":true,\"upload_status\":\"success\",\"host_os\":\"debian-12\","
          + "\"arch\":\"x86_64\",\"osbuild_output\":{\"success\":true}}}";
  static final String MISSHAPEN =
      "{\"result\":{\"success\":true,\"job_error\":{\"id\":\"ten\",\"reason\":\"x\"}}}";
  static final String BAD =
      "{\"result\":{\"success\":false,\"upload_status\":\"failure\",\"host_os\":\"debian-12\","
          + "\"arch\":\"x86_64\",\"job_error\":{\"id\":10,\"reason\":\"build failure\"}}}";

  private Results() {}
}
