package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;

/** What a machine in Google's cloud can ask about itself. No proxy leads there. */
final class GcpMetadata {

  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final int ATTEMPTS = 3;

  private final GcpEndpoints google;
  private final JsonMapper json;
  private final HttpCaller http = new HttpCaller(HttpTrust.usual(), HttpProxies.none());

  GcpMetadata(GcpEndpoints google, JsonMapper json) {
    this.google = google;
    this.json = json;
  }

  GcpEndpoints google() {
    return google;
  }

  /** The answer that has the token of the machine's own account. */
  JsonNode token() throws JobErrorException, InterruptedException {
    try {
      return json.readTree(
          get("instance/service-accounts/default/token")
              .orElseThrow(
                  () ->
                      new JobErrorException(
                          JobErrorCode.INVALID_TARGET_CONFIG,
                          "This machine has no service account: give it one, or set"
                              + " agent.gcp.credentials")));
    } catch (IOException e) {
      throw new JobErrorException(
          JobErrorCode.INVALID_TARGET_CONFIG,
          "The worker has no credentials for Google: set agent.gcp.credentials to the JSON key of a"
              + " service account, or GOOGLE_APPLICATION_CREDENTIALS");
    }
  }

  /** Empty outside of Google's cloud. */
  Optional<String> project() throws InterruptedException {
    try {
      return get("project/project-id").map(String::strip).filter(text -> !text.isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<String> get(String what) throws IOException, InterruptedException {
    HttpCall call =
        HttpCall.of("GET", google.metadata().resolve("/computeMetadata/v1/" + what))
            .timeouts(SILENCE, SILENCE)
            .header("Metadata-Flavor", "Google");
    HttpAnswer answer = http.send(call);
    for (int left = ATTEMPTS - 1; left > 0 && answer.mayWorkLater(); left--) {
      Thread.sleep(SILENCE.dividedBy(left + 1));
      answer = http.send(call);
    }
    // Anybody may listen at that name elsewhere.
    boolean google = answer.header("metadata-flavor").filter("Google"::equals).isPresent();
    return answer.ok() && google ? Optional.of(answer.body()) : Optional.empty();
  }
}
