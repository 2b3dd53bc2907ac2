package org.imagebuilder.imagebuilder.composer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.imagebuilder.imagebuilder.caches.Shelf;
import org.imagebuilder.imagebuilder.distributions.DistributionDetails;
import org.imagebuilder.imagebuilder.errors.ApiException;
import org.imagebuilder.imagebuilder.errors.ErrorCode;
import org.jboss.logging.Logger;

/**
 * What composer knows of a distribution. It changes with composer's version only, so that it is
 * kept and asked for again by its tag.
 */
@ApplicationScoped
class DetailsGateway implements DistributionDetails {
  private static final Logger LOG = Logger.getLogger(DetailsGateway.class);

  /** Details are not told any more at this age, whatever composer does. */
  private static final Duration USABLE = Duration.ofMinutes(10);

  /** In characters of questions and answers: a distribution with all types has some 100,000. */
  private static final long KEPT = 2_000_000;

  private record Question(String name, List<String> imageTypes, List<String> architectures) {
    /** Whoever asks writes it, so that it may be larger than the answer. */
    int size() {
      return toString().length();
    }
  }

  private record Known(ObjectNode details, Optional<String> tag, int size) {}

  private final CatalogCalls calls;
  private final Shelf<Question, Known> shelf;

  DetailsGateway(CatalogCalls calls, ComposerConfig config, InstantSource clock) {
    this.calls = calls;
    Shelf.Bounds bounds = new Shelf.Bounds(config.detailsFresh(), USABLE, KEPT);
    this.shelf = new Shelf<>(bounds, Known::size, clock);
  }

  @Override
  public Uni<ObjectNode> find(String name, List<String> imageTypes, List<String> architectures) {
    Question question = new Question(name, sorted(imageTypes), sorted(architectures));
    return shelf.get(question, known -> ask(question, known)).map(Known::details);
  }

  private Uni<Known> ask(Question question, Optional<Known> known) {
    return calls
        .details(
            question.name(),
            question.imageTypes(),
            question.architectures(),
            known.flatMap(Known::tag))
        .onFailure(ComposerFailed.class)
        .recoverWithItem(
            failure -> new TaggedReply(((ComposerFailed) failure).reply(), Optional.empty()))
        .onFailure()
        .transform(
            failure -> {
              LOG.warnf(
                  "Composer's details did not come distribution=%s reason=%s",
                  question.name(), failure);
              return new ApiException(ErrorCode.DETAILS_UNREACHABLE);
            })
        .map(
            answer ->
                known
                    .filter(each -> answer.reply().status() == 304)
                    .orElseGet(
                        () ->
                            new Known(
                                DetailsMapper.details(answer.reply()),
                                answer.tag(),
                                question.size() + answer.reply().text().length())));
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().distinct().sorted().toList();
  }
}
