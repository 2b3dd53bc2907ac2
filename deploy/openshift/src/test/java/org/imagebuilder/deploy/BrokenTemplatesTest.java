package org.imagebuilder.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each check finds the template that it is there for: a template, what is broken in it, and what is
 * said.
 */
class BrokenTemplatesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        // The types of the API.
        "composer ! maxSurge: 1 ! maxSurges: 1 ! Deployment composer:"
            + " spec.strategy.rollingUpdate.maxSurges is not a member",
        "composer ! containerPort: 8080 ! containerPort: eighty !"
            + " containers.0.ports.0.containerPort",
        "composer ! value: only ! value: 1 ! env.0.value",
        "composer ! apiVersion: policy/v1 ! apiVersion: policy/v2 ! the API has no such type in"
            + " policy/v2",
        "composer ! ${DB_SECRET} ! ${DATABASE_SECRET} ! names a parameter that is not declared",
        "composer-maintenance ! backoffLimit: 0 ! backOffLimit: 0 ! backOffLimit is not a member",
        "database ! storage: ${VOLUME_SIZE} ! size: ${VOLUME_SIZE} ! a volume has to say its"
            + " storage",
        "worker-agent ! pollingInterval: 15 ! pollInterval: 15 ! pollInterval",
        "worker-agent ! threshold: ${LANES} ! threshold: 2 ! threshold",
        "imagebuilder-clowdapp ! apiPath: image-builder ! path: image-builder ! path",
        "imagebuilder-clowdapp ! failureThreshold: 3 ! failureTreshold: 3 ! failureTreshold is not"
            + " a member",
        // Names.
        "composer ! name: MAX_REPLICAS ! name: MOST_REPLICAS ! nothing reads the parameter"
            + " MOST_REPLICAS",
        "composer ! mountPath: /etc/composer ! mountPath: /etc/access !"
            + " COMPOSER_IDENTITY_WORKER_API_ACL_FILE is /etc/composer/acl.yaml, where nothing is"
            + " mounted",
        "composer ! - name: access\\n"
            + "              configMap ! - name: acces\\n"
            + "              configMap ! the volumes are [acces, database-ca, state, tmp], mounted"
            + " are [access, ",
        "imagebuilder ! key: client_secret ! key: secret ! has no composer-secrets with the key"
            + " secret",
        // Images, by the files that they are made from.
        "composer ! mountPath: /var/lib/composer ! mountPath: /var/lib/state ! nothing is mounted"
            + " at /var/lib/composer, the volume of composer/Containerfile",
        "composer ! value: /var/lib/composer ! value: /var/lib/composer\\n"
            + "                - name: QUARKUS_HTTP_PORT\\n"
            + "                  value: '8081' ! composer/Containerfile exposes [8008, 8080, 8700],"
            + " the program has the ports [8008, 8081, 8700]",
        // Variables of the programs.
        "composer ! name: PGMAXCONNS\\n"
            + "                  value ! name: PGMAXCONN\\n"
            + "                  value ! composer reads no variable PGMAXCONN",
        "composer ! COMPOSER_QUEUE_KEEP_PLANS ! COMPOSER_QUEUE_KEEP_PLAN ! composer reads no"
            + " variable COMPOSER_QUEUE_KEEP_PLAN",
        "imagebuilder ! name: PROVISIONING_URL\\n"
            + "                  value ! name: PROVISION_URL\\n"
            + "                  value ! imagebuilder reads no variable PROVISION_URL",
        "worker-agent ! AGENT_LANES_BUILD ! AGENT_LANES_BUILDS ! worker-agent reads no variable"
            + " AGENT_LANES_BUILDS",
        "database ! POSTGRESQL_USER ! POSTGRES_USER ! the image reads no variable POSTGRES_USER",
        "composer ! name: CHANNEL\\n"
            + "                  value ! name: DISTRO_ALIASES\\n"
            + "                  value ! DISTRO_ALIASES is set twice",
        // Secrets.
        "composer ! name: STATE_DIRECTORY\\n"
            + "                  value: /var/lib/composer ! name: PGPASSWORD\\n"
            + "                  value: hunter2 ! PGPASSWORD is a secret by its name",
        "imagebuilder ! description: Its tag ! description: Qm9vdHN0cmFwIHRva2VuIDQy9xZ ! a text"
            + " looks like a secret: Qm9v",
        "imagebuilder ! description: Its tag ! description: http://me:hunter2@composer/ ! a URL has"
            + " a password in it",
        "database ! db.password: ${DB_PASSWORD} ! db.password: hunter2 ! db.password is written"
            + " down",
        // Ports, Services and who may call.
        "composer ! containerPort: 8700 ! containerPort: 8701 ! the ports are",
        "composer ! targetPort: worker-api ! targetPort: worker ! has no port worker",
        "composer ! - port: 8700 ! - port: 8701 ! NetworkPolicies open [8008, 8080, 8701], Services"
            + " lead to [8008, 8080, 8700]",
        "imagebuilder ! targetPort: api ! targetPort: management ! Services lead to [8008]",
        "imagebuilder ! - port: management ! - port: metrics ! no Service that it selects has a"
            + " port metrics",
        "worker-agent ! kind: NetworkPolicy ! kind: Ingress ! no NetworkPolicy says who may call",
        // Probes.
        "composer ! path: /q/health/ready ! path: /q/health/readiness ! docs/operations.md answers"
            + " nothing at /q/health/readiness",
        "composer ! path: /q/health/ready ! path: /q/health/live ! both probes are one",
        "composer ! failureThreshold: 90 ! failureThreshold: 30 ! a start may take 30 s, and waits"
            + " 60 s",
        "imagebuilder ! port: management\\n"
            + "                periodSeconds: 10 ! port: api\\n"
            + "                periodSeconds: 10 ! answers nothing at /q/health/live there",
        "imagebuilder ! timeoutSeconds: 4 ! timeoutSeconds: 6 ! it would be asked again before",
        "imagebuilder ! path: /metrics ! path: /prometheus ! There are no metrics at /prometheus",
        "imagebuilder ! readinessProbe: ! startupProbe2: ! has no readinessProbe",
        // What a pod may do.
        "composer ! readOnlyRootFilesystem: true ! readOnlyRootFilesystem: false !"
            + " securityContext.readOnlyRootFilesystem has to be true",
        "composer ! - ALL ! - NET_RAW ! capabilities.drop.0 has to be ALL",
        "composer ! type: RuntimeDefault ! type: Unconfined ! seccompProfile.type has to be"
            + " RuntimeDefault",
        "worker-agent ! runAsNonRoot: true ! runAsUser: 1000 ! runAsUser and fsGroup are"
            + " OpenShift's",
        "worker-agent ! mountPath: /tmp ! mountPath: /temp ! /tmp has to be an emptyDir",
        "worker-agent ! mountPath: /var/cache/worker-agent ! mountPath: /var/cache !"
            + " AGENT_CACHE_DIRECTORY is /var/cache/worker-agent, where no emptyDir is",
        "composer ! automountServiceAccountToken: false ! automountServiceAccountToken: true !"
            + " automountServiceAccountToken has to be false",
        // Stopping.
        "imagebuilder ! value: 5s ! value: 0s ! without QUARKUS_SHUTDOWN_DELAY",
        "composer ! terminationGracePeriodSeconds: ${{GRACE_SECONDS}} !"
            + " terminationGracePeriodSeconds: 36 ! terminationGracePeriodSeconds is 36",
        // How many pods.
        "composer ! maxUnavailable: 1 ! maxUnavailable: 0 ! no node could be emptied",
        "composer ! maxUnavailable: 1 ! minAvailable: 3 ! no node could be emptied",
        "worker-agent ! maxUnavailable: 1 ! maxUnavailable: 2 ! of 2 pods 2 may be missing",
        "composer ! kind: PodDisruptionBudget ! kind: LimitRange ! has no PodDisruptionBudget",
        "composer ! revisionHistoryLimit: 5 ! replicas: 3 ! either an autoscaler or replicas says",
        "imagebuilder ! topologySpreadConstraints: ! tolerations: ! pods are not spread",
        "worker-agent ! name: worker-agent\\n"
            + "      minReplicaCount ! name: agent\\n"
            + "      minReplicaCount ! scales agent, which there is not",
        // What pods are added by.
        "worker-agent ! image_builder_worker_pending_jobs ! image_builder_worker_waiting_jobs !"
            + " composer has no metric image_builder_worker_waiting_jobs",
        "worker-agent ! by (tenant, type) ! by (tenant, arch) ! image_builder_worker_pending_jobs"
            + " has no label arch",
        "worker-agent ! kind: TriggerAuthentication ! kind: TriggerAuthentification ! there is no"
            + " TriggerAuthentication worker-agent",
        "imagebuilder ! name: cpu\\n"
            + "            target ! name: gpu\\n"
            + "            target ! no container of imagebuilder asks for \"gpu\"",
      })
  void what_is_broken_is_found(String name, String whole, String broken, String sentence) {
    Template template = broken(name, whole, broken);

    List<String> problems = Check.problems(template, Values.example(name));

    assertThat(problems).anySatisfy(problem -> assertThat(problem).contains(sentence));
  }

  @Test
  void a_key_that_stands_twice_is_refused() {
    assertThatThrownBy(() -> broken("composer", "maxSurge: 1", "maxUnavailable: 1"))
        .hasMessageContaining("maxUnavailable");
  }

  private static Template broken(String name, String whole, String broken) {
    String yaml = Template.of(name).yaml();
    String lines = whole.replace("\\n", "\n");
    assertThat(yaml).contains(lines);
    return Template.of(name, yaml.replace(lines, broken.replace("\\n", "\n")));
  }
}
