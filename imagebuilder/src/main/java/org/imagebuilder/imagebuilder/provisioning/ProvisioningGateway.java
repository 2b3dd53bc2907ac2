package org.imagebuilder.imagebuilder.provisioning;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.imagebuilder.imagebuilder.identity.Identity;
import org.imagebuilder.imagebuilder.neighbours.NeighbourFailed;
import org.imagebuilder.imagebuilder.neighbours.Reply;
import org.jboss.logging.Logger;

/** Provisioning in our words: the cloud account behind a source. */
@ApplicationScoped
public class ProvisioningGateway {
  private static final Logger LOG = Logger.getLogger(ProvisioningGateway.class);

  /** What may stand in a path without meaning anything else there. */
  private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  private static final int ACCOUNT_LENGTH = 12;

  private final ProvisioningCalls calls;
  private final ProvisioningConfig config;

  ProvisioningGateway(ProvisioningCalls calls, ProvisioningConfig config) {
    this.calls = calls;
    this.config = config;
  }

  /** The account at Amazon that the caller's source is. */
  public Uni<String> awsAccount(String source, Identity caller) {
    if (config.url().isEmpty()) {
      return refused(ErrorCode.PROVISIONING_MISSING, source);
    }
    if (!SOURCE.matcher(source).matches()) {
      return refused(ErrorCode.UPLOAD_SOURCE_UNRESOLVED, source);
    }
    return calls
        .uploadInfo(caller.header(), source)
        .onFailure(ProvisioningGateway::hasReply)
        .recoverWithItem(failure -> ((NeighbourFailed) failure).reply().orElseThrow())
        .onFailure()
        .transform(
            failure -> {
              LOG.warnf("Provisioning did not answer reason=%s", failure);
              return new ApiException(ErrorCode.UPLOAD_SOURCE_UNRESOLVED, source);
            })
        .map(reply -> account(source, reply));
  }

  private static boolean hasReply(Throwable failure) {
    return failure instanceof NeighbourFailed failed && failed.reply().isPresent();
  }

  // Whatever the status: what is wrong with a source is told by the account being absent.
  private static String account(String source, Reply reply) {
    if (!reply.body().isObject()) {
      LOG.warnf("Provisioning said what is no answer status=%s", reply.status());
      throw new ApiException(ErrorCode.UPLOAD_SOURCE_UNREADABLE, source);
    }
    String account = reply.body().path("aws").path("account_id").asText("");
    if (account.length() != ACCOUNT_LENGTH) {
      throw new ApiException(ErrorCode.UPLOAD_SOURCE_WITHOUT_ACCOUNT, source);
    }
    return account;
  }

  private static Uni<String> refused(ErrorCode code, String source) {
    return Uni.createFrom().failure(new ApiException(code, source));
  }
}
