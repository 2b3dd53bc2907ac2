package org.imagebuilder.imagebuilder.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.imagebuilder.composer.ComposeOrder;
import org.imagebuilder.imagebuilder.distributions.Architecture;
import org.imagebuilder.imagebuilder.distributions.Distribution;
import org.imagebuilder.imagebuilder.distributions.Repository;
import org.junit.jupiter.api.Test;

class RepositoryQuestionsTest {
  @Test
  void what_comes_from_mirrors_of_anybodys_choice_has_no_snapshots() {
    ComposeOrder order =
        order(new Repository("fedora", "", "https://mirrors.example", "", false, false, List.of()));

    assertThatThrownBy(() -> RepositoryQuestions.ofDay(order))
        .hasMessageContaining(
            "snapshot_date: repository fedora has no address of its own, so nobody keeps snapshots"
                + " of it");
  }

  @Test
  void what_belongs_to_one_cloud_is_not_asked_about() {
    ComposeOrder order =
        order(
            new Repository("os", "https://os.example", "", "", false, false, List.of()),
            new Repository("gce", "https://g.example", "", "", false, false, List.of("gcp")));

    assertThat(RepositoryQuestions.ofDay(order).addresses()).containsExactly("https://os.example");
  }

  @Test
  void a_subscribed_repository_is_asked_about_once() {
    ComposeOrder order =
        order(
            new Repository("a", "https://os.example", "", "", false, true, List.of()),
            new Repository("b", "https://os.example", "", "", false, true, List.of()),
            new Repository("c", "https://open.example", "", "", false, false, List.of()));

    assertThat(RepositoryQuestions.latest(order).addresses()).containsExactly("https://os.example");
  }

  private static ComposeOrder order(Repository... repositories) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ObjectNode image = request.putArray("image_requests").addObject();
    image.put("architecture", "x86_64").put("image_type", "gcp");
    Architecture architecture = new Architecture("x86_64", List.of("gcp"), List.of(repositories));
    return new ComposeOrder(
        request,
        Optional.of(
            new Distribution(
                "any", "Any", "any", false, "", Map.of("x86_64", architecture), List.of())));
  }
}
