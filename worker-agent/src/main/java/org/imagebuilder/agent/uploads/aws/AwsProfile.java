package org.imagebuilder.agent.uploads.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.agent.errors.JobErrorCode;
import org.imagebuilder.agent.errors.JobErrorException;

/** A section of a credentials file of the AWS tools. */
final class AwsProfile {

  private AwsProfile() {}

  /** The keys of a profile that has to be there. */
  static AwsCredentials read(Path file, String name) throws JobErrorException {
    return find(file, name)
        .orElseThrow(
            () ->
                new JobErrorException(
                    JobErrorCode.INVALID_CONFIG,
                    "The worker's AWS credentials file %s needs a section [%s] with aws_access_key_id and aws_secret_access_key"
                        .formatted(file, name)));
  }

  static Optional<AwsCredentials> find(Path file, String name) throws JobErrorException {
    try {
      Map<String, String> values = values(file, name);
      return AwsCredentials.of(
          values.get("aws_access_key_id"),
          values.get("aws_secret_access_key"),
          values.get("aws_session_token"));
    } catch (IOException e) {
      throw new JobErrorException(
          JobErrorCode.INVALID_CONFIG,
          "The worker's AWS credentials file %s cannot be read".formatted(file));
    }
  }

  private static Map<String, String> values(Path file, String name) throws IOException {
    Map<String, String> values = new HashMap<>();
    boolean wanted = false;
    for (String raw : Files.readAllLines(file)) {
      String line = raw.strip();
      if (line.startsWith("[") && line.endsWith("]")) {
        wanted = line.substring(1, line.length() - 1).strip().equals(name);
      } else if (wanted && line.contains("=") && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return values;
  }
}
