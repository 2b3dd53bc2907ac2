package org.imagebuilder.agent.debian;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.imagebuilder.agent.contract.worker.model.DebianRepository;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;
import org.jspecify.annotations.Nullable;

/** A repository that a request adds, as a paragraph of sources with its key inside. */
final class ExtraRepository {

  private static final Pattern URL = Pattern.compile("https?://[^\\s@\\p{Cntrl}]+");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]*|\\.?/");
  private static final String KEY_BEGIN = "-----BEGIN PGP PUBLIC KEY BLOCK-----";

  /** Names the file in the image; apt skips what it does not know. */
  static final String ID_FIELD = "X-Repolib-ID";

  private ExtraRepository() {}

  /** One for each repository, in their order. */
  static List<String> paragraphs(@Nullable List<DebianRepository> repositories, String suite)
      throws JobErrorException {
    List<String> sources = new ArrayList<>();
    for (DebianRepository repository : Absent.list(repositories)) {
      sources.add(paragraph(repository, sources.size(), suite));
    }
    return sources;
  }

  /** The position serves as id where the request gives none. */
  static String paragraph(DebianRepository repository, int position, String suite)
      throws JobErrorException {
    String id = Absent.text(repository.getId()).orElse("repository-" + (position + 1));
    String url = Absent.text(repository.getBaseurl()).orElse("");
    if (!URL.matcher(url).matches()) {
      throw new JobErrorException(
          JobErrorCode.REPOSITORY_ERROR,
          "The repository %s needs a baseurl that begins with http:// or https:// and holds no password"
              .formatted(id));
    }
    String own = Absent.text(repository.getSuite()).orElse(suite);
    List<String> components = repository.getComponents();
    boolean flat = own.endsWith("/");
    if (components == null) {
      components = flat ? List.of() : List.of("main");
    }
    words(id, List.of(own));
    words(id, components);
    if (flat != components.isEmpty()) {
      throw new JobErrorException(
          JobErrorCode.REPOSITORY_ERROR,
          "The repository %s must have components, unless its suite ends with a slash"
              .formatted(id));
    }
    StringBuilder text = new StringBuilder();
    text.append("Types: deb\nURIs: ").append(url).append("\nSuites: ").append(own).append('\n');
    if (!flat) {
      text.append("Components: ").append(String.join(" ", components)).append('\n');
    }
    return text.append(trust(repository, id))
        .append(ID_FIELD + ": ")
        .append(fileName(id))
        .append('\n')
        .toString();
  }

  private static String trust(DebianRepository repository, String id) throws JobErrorException {
    if (Boolean.FALSE.equals(repository.getCheckGpg())) {
      return "Trusted: yes\n";
    }
    String key = Absent.text(repository.getGpgkey()).orElse("").replace("\r", "").strip();
    if (!key.startsWith(KEY_BEGIN)) {
      throw new JobErrorException(
          JobErrorCode.REPOSITORY_ERROR,
          "The repository %s needs its armoured key in gpgkey, or check_gpg: false".formatted(id));
    }
    StringBuilder field = new StringBuilder("Signed-By:\n");
    key.lines().forEach(line -> field.append(' ').append(line.isBlank() ? "." : line).append('\n'));
    return field.toString();
  }

  private static String fileName(String id) {
    return ID.matcher(id).matches() ? id : "repository-" + Digests.of(id).substring(0, 8);
  }

  private static void words(String id, List<String> words) throws JobErrorException {
    for (String word : words) {
      if (!WORD.matcher(word).matches() || word.contains("..")) {
        throw new JobErrorException(
            JobErrorCode.REPOSITORY_ERROR,
            "The repository %s has a suite or component that cannot be: %s".formatted(id, word));
      }
    }
  }
}
