package org.imagebuilder.agent.uploads.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.imagebuilder.agent.http.HttpAnswer;
import org.imagebuilder.agent.http.HttpCall;
import org.imagebuilder.agent.uploads.CloudCaller;

/** Google's services as one account sees them. */
final class GcpGateway {

  private final CloudCaller caller;
  private final GcpTokens tokens;
  private final String account;

  GcpGateway(CloudCaller caller, GcpTokens tokens, String account) {
    this.caller = caller;
    this.tokens = tokens;
    this.account = account;
  }

  /**
   * What a call is for, to say it when it fails.
   *
   * @param code the number of that error
   * @param doing what was tried
   * @param permission what the account needs for it
   * @param missing what to do when Google does not find it
   */
  record Aim(JobErrorCode code, String doing, String permission, String missing) {}

  /** Any answer but a refused token, which is renewed once. */
  HttpAnswer send(JobErrorCode code, HttpCall call) throws JobErrorException, InterruptedException {
    HttpAnswer answer = caller.send(code, () -> signed(call));
    if (answer.status() != 401) {
      return answer;
    }
    tokens.forget();
    return caller.send(code, () -> signed(call));
  }

  /** One attempt of a call that needs no token. */
  HttpAnswer once(HttpCall call) throws IOException, InterruptedException {
    return caller.once(call);
  }

  /** The answer to a call that worked. */
  JsonNode ask(Aim aim, HttpCall call) throws JobErrorException, InterruptedException {
    HttpAnswer answer = send(aim.code(), call);
    if (!answer.ok()) {
      throw refusal(aim, answer);
    }
    return tree(answer);
  }

  JsonNode tree(HttpAnswer answer) {
    return caller.tree(answer);
  }

  CloudCaller caller() {
    return caller;
  }

  JobErrorException refusal(Aim aim, HttpAnswer answer) {
    String reason =
        switch (answer.status()) {
          case 401 -> "Google does not accept the token of " + account;
          case 403 ->
              "%s may not %s: it needs %s".formatted(account, aim.doing(), aim.permission());
          case 404 -> aim.missing();
          default -> "Google would not %s (status %d)".formatted(aim.doing(), answer.status());
        };
    String said =
        Optional.of(tree(answer).path("error").path("message").asText())
            .filter(text -> !text.isEmpty())
            .orElse("status " + answer.status());
    return new JobErrorException(aim.code(), reason, said);
  }

  private HttpCall signed(HttpCall call) throws JobErrorException, InterruptedException {
    return call.header("Authorization", "Bearer " + tokens.token());
  }
}
