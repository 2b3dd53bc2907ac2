package org.imagebuilder.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Containers name the ports that their programs have; Services lead to them, operators' apart from
 * callers'; network policies open them and no other.
 */
final class PortsCheck implements Check {
  @Override
  public Stream<String> problems(Processed template) {
    List<String> problems = new ArrayList<>();
    Program.of(template.template().name())
        .ifPresent(program -> containers(program, template, problems));
    template.all("Service").forEach(service -> service(service, template, problems));
    template.all("ServiceMonitor").forEach(each -> monitor(each, template, problems));
    template.pods().stream()
        .filter(pod -> !pod.isClowder())
        .forEach(pod -> policy(pod, template, problems));
    return problems.stream();
  }

  private static void containers(Program program, Processed template, List<String> problems) {
    for (Pod pod : template.pods()) {
      if (pod.isService() && !pod.isClowder()) {
        Map<String, Integer> declared = new HashMap<>();
        pod.main()
            .spec()
            .path("ports")
            .forEach(
                port ->
                    declared.put(port.path("name").asText(), port.path("containerPort").asInt()));
        Map<String, Integer> real = Ports.of(program, pod.main());
        if (!declared.equals(real)) {
          problems.add(
              "%s: the ports are %s, the program's are %s"
                  .formatted(pod.main().title(), declared, real));
        }
      }
    }
  }

  private static void service(JsonNode service, Processed template, List<String> problems) {
    List<Pod> pods = selected(service.at("/spec/selector"), template);
    if (pods.isEmpty()) {
      problems.add(Processed.title(service) + " selects no pod");
    }
    Set<String> targets = new TreeSet<>();
    for (JsonNode port : service.at("/spec/ports")) {
      targets.add(port.path("targetPort").asText());
      for (Pod pod : pods) {
        if (Ports.resolve(pod.main(), port.path("targetPort")).isEmpty()) {
          problems.add(
              "%s: %s has no port %s"
                  .formatted(
                      Processed.title(service),
                      pod.main().title(),
                      port.path("targetPort").asText()));
        }
      }
    }
    if (targets.size() > 1 && targets.contains(Ports.MANAGEMENT)) {
      problems.add(
          Processed.title(service) + ": the operators' port is to have a Service of its own");
    }
  }

  private static void monitor(JsonNode monitor, Processed template, List<String> problems) {
    JsonNode wanted = monitor.at("/spec/selector/matchLabels");
    List<JsonNode> services =
        template.all("Service").stream()
            .filter(each -> Ports.selects(wanted, each.at("/metadata/labels")))
            .toList();
    for (JsonNode endpoint : monitor.at("/spec/endpoints")) {
      String port = endpoint.path("port").asText();
      boolean isThere =
          services.stream()
              .flatMap(service -> service.at("/spec/ports").valueStream())
              .anyMatch(each -> each.path("name").asText().equals(port));
      if (!isThere) {
        problems.add(
            "%s: no Service that it selects has a port %s"
                .formatted(Processed.title(monitor), port));
      }
    }
  }

  private static void policy(Pod pod, Processed template, List<String> problems) {
    List<JsonNode> policies =
        template.all("NetworkPolicy").stream()
            .filter(
                each ->
                    Ports.selects(each.at("/spec/podSelector/matchLabels"), pod.labels())
                        && each.at("/spec/policyTypes").toString().contains("Ingress"))
            .toList();
    if (policies.isEmpty()) {
      problems.add(pod.title() + ": no NetworkPolicy says who may call");
      return;
    }
    Set<Integer> open = new TreeSet<>();
    policies.stream()
        .flatMap(each -> each.at("/spec/ingress").valueStream())
        .forEach(
            rule -> {
              if (rule.path("from").isEmpty()) {
                problems.add(pod.title() + ": a NetworkPolicy lets everybody in");
              }
              rule.path("ports").forEach(port -> open.add(port.path("port").asInt()));
            });
    Set<Integer> served = served(pod, template);
    if (!open.equals(served)) {
      problems.add(
          "%s: NetworkPolicies open %s, Services lead to %s".formatted(pod.title(), open, served));
    }
  }

  private static Set<Integer> served(Pod pod, Processed template) {
    return template.all("Service").stream()
        .filter(service -> Ports.selects(service.at("/spec/selector"), pod.labels()))
        .flatMap(service -> service.at("/spec/ports").valueStream())
        .map(port -> Ports.resolve(pod.main(), port.path("targetPort")))
        .filter(OptionalInt::isPresent)
        .map(OptionalInt::getAsInt)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Pod> selected(JsonNode selector, Processed template) {
    return template.pods().stream().filter(pod -> Ports.selects(selector, pod.labels())).toList();
  }
}
