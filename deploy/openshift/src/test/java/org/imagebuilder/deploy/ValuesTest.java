package org.imagebuilder.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A value that is missing or wrong is told by a sentence that names its parameter. */
class ValuesTest {
  static Stream<Arguments> needed() {
    return Template.names().stream()
        .flatMap(
            name ->
                Template.of(name).parameters().stream()
                    .filter(Template.Parameter::isRequired)
                    .map(each -> Arguments.of(name, each.name())));
  }

  @ParameterizedTest
  @MethodSource("needed")
  void a_parameter_that_is_needed_is_asked_for(String template, String parameter) {
    List<String> problems =
        Check.problems(Template.of(template), Values.example(template).without(parameter));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("%s needs the parameter %s: ".formatted(template, parameter));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "composer | REPLICAS | abc | composer: the parameter REPLICAS takes 2 to 50, not \"abc\"",
        "composer | REPLICAS | 1 | the parameter REPLICAS takes 2 to 50",
        "composer | REPLICAS | 3.5 | the parameter REPLICAS takes 2 to 50",
        "composer | REPLICAS | 9 | REPLICAS is 9, more than MAX_REPLICAS, 6",
        "composer | PGSSLMODE | foo | the parameter PGSSLMODE takes `disable`, `allow`",
        "composer | PGSSLMODE | verify-full | PGSSLMODE=verify-full needs the authority of the",
        "imagebuilder-clowdapp | PGSSLMODE | verify-full | the parameter PGSSLMODE takes `disable`",
        "composer | PGMAXCONNS | 1 | the parameter PGMAXCONNS takes 2 to 500",
        "composer | TOKENS | perhaps | the parameter TOKENS takes `true`, `false`",
        "composer | TOKEN_KEY_URLS | sso.example.com | the parameter TOKEN_KEY_URLS takes URLs",
        "composer | ACL_ORG_ID_TENANTS | (43 | ACL_ORG_ID_TENANTS takes a regular expression",
        "composer | KEEP_COMPOSES | a month | the parameter KEEP_COMPOSES takes a duration",
        "composer | MEMORY_LIMIT | 1 GB | the parameter MEMORY_LIMIT takes memory",
        "imagebuilder | MEMORY_LIMIT | 300Mi | MiB were measured (MEMORY_LIMIT)",
        "composer | MEMORY_REQUEST | 2Gi | 2Gi of memory is asked for, and 1Gi is the limit",
        "composer | CPU_LIMIT | one | the parameter CPU_LIMIT takes processors",
        "composer | GRACE_SECONDS | 30 | s of QUARKUS_SHUTDOWN_TIMEOUT and what follows need 40",
        "composer | IMAGE_TAG | latest | the tag latest says nothing of what it is",
        "composer | IMAGE_NAME | quay.io/x/imagebuilder | is not that of composer",
        "composer | DB_CA_FILE | /etc/ssl/ca.crt | PGSSLROOTCERT is /etc/ssl/ca.crt, where nothing"
            + " is",
        "composer | REPLICA | 3 | composer has no parameter REPLICA",
        "imagebuilder | LOG_LEVEL | LOUD | the parameter LOG_LEVEL takes `TRACE`",
        "imagebuilder | COMPOSER_URL | composer:8080 | the parameter COMPOSER_URL takes a URL",
        "imagebuilder | QUOTA_FILE | quotas.json | the parameter QUOTA_FILE takes a path or"
            + " nothing",
        "imagebuilder-maintenance | SCHEDULE | weekly | the parameter SCHEDULE takes a schedule",
        "imagebuilder-clowdapp | LISTEN_ADDRESS | 8000 | LISTEN_ADDRESS takes an address",
        "imagebuilder-clowdapp | LISTEN_ADDRESS | :8001 | the program has no port 8000",
        "worker-agent | JOB_TYPES | depsolve,osbuild | osbuild, which needs privileges",
        "worker-agent | JOB_TYPES | depsolfe | JOB_TYPES names depsolfe, and there is no such type",
        "worker-agent | JOB_TYPES | depsolve | does not name the same types as JOB_TYPES",
        "worker-agent | JOB_TYPES | depsolve | JOB_TYPES leaves out koji-init, which the image of",
        "worker-agent | GRACE_SECONDS | 65 | AGENT_SHUTDOWN_GRACE and what follows need 70",
        "database | DATABASE | koji | the parameter DATABASE takes `composer`, `imagebuilder`",
      })
  void a_value_that_cannot_be_is_told_by_its_parameter(
      String template, String parameter, String value, String sentence) {
    List<String> problems =
        Check.problems(Template.of(template), Values.example(template).with(parameter, value));

    assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(sentence));
  }

  @Test
  void a_password_that_is_wrong_is_not_repeated() {
    String password = " ";

    List<String> problems =
        Check.problems(
            Template.of("database"), Values.example("database").with("DB_PASSWORD", password));

    assertThat(problems).singleElement().asString().contains("DB_PASSWORD").endsWith("its value");
  }
}
