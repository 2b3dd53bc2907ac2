package org.imagebuilder.imagebuilder.composer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.imagebuilder.imagebuilder.neighbours.Calls;
import org.imagebuilder.imagebuilder.tokens.Tokens;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DetailsGatewayTest {
  private static final ObjectNode DETAILS =
      JsonNodeFactory.instance.objectNode().put("name", "debian-13");

  /** Answers shortly, whatever the question, and remembers the questions. */
  private static final class Composer implements CatalogClient {
    private final List<String> asked = new ArrayList<>();

    @Override
    public Uni<RestResponse<ObjectNode>> getDistribution(
        String distro,
        List<String> imageTypes,
        List<String> architectures,
        @Nullable String ifNoneMatch) {
      asked.add(imageTypes.getFirst());
      return Uni.createFrom().item(RestResponse.ok(DETAILS));
    }

    @Override
    @SuppressWarnings("rawtypes") // As it is generated.
    public Uni<RestResponse<Map<String, Map>>> getDistributionList(@Nullable String ifNoneMatch) {
      throw new UnsupportedOperationException();
    }
  }

  /** Makes each call as it comes. */
  private static final class Unguarded implements Calls {
    @Override
    public <T> Uni<T> make(Supplier<Uni<T>> call) {
      return call.get();
    }
  }

  private final Composer composer = new Composer();
  private final DetailsGateway details = new DetailsGateway(calls(), config(), () -> Instant.EPOCH);

  @Test
  void what_is_known_is_not_asked_again() {
    find("guest-image");
    find("guest-image");

    assertThat(composer.asked).containsExactly("guest-image");
  }

  @Test
  void long_questions_push_each_other_out() {
    List<String> questions =
        IntStream.range(0, 1000).mapToObj(each -> each + "x".repeat(3000)).toList();
    questions.forEach(this::find);

    find(questions.getFirst());

    assertThat(composer.asked).hasSize(1001).endsWith(questions.getFirst());
  }

  private void find(String imageType) {
    details.find("debian-13", List.of(imageType), List.of()).await().atMost(Duration.ofSeconds(5));
  }

  private CatalogCalls calls() {
    SearchClient nobody =
        (question, key) -> {
          throw new UnsupportedOperationException();
        };
    Tokens none =
        new Tokens(
            (grant, id, secret) -> Uni.createFrom().nothing(),
            Optional.empty(),
            Optional.empty(),
            () -> Instant.EPOCH);
    ComposerCaller caller = new ComposerCaller(none, new ObjectMapper());
    return new CatalogCalls(composer, nobody, caller, new Unguarded(), new Unguarded());
  }

  private static ComposerConfig config() {
    return TestComposerConfig.of(Map.of());
  }
}
