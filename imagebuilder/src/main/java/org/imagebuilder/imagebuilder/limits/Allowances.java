package org.imagebuilder.imagebuilder.limits;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.imagebuilder.imagebuilder.limits.Allowance.Verdict;
import org.imagebuilder.imagebuilder.limits.LimitsConfig.Rate;

/** The allowances of the organisations that have called last; of older ones nothing is kept. */
@Singleton
class Allowances {
  private final Map<CallClass, Allowance> rules = new EnumMap<>(CallClass.class);
  private final LongestIdleFirst byOrganisation;
  private final InstantSource clock;

  /** When each of an organisation's allowances is full again, by class. */
  private static final class LongestIdleFirst extends LinkedHashMap<String, Map<CallClass, Long>> {
    @java.io.Serial private static final long serialVersionUID = 1L;

    private final int most;

    LongestIdleFirst(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Map<CallClass, Long>> eldest) {
      return size() > most;
    }
  }

  Allowances(LimitsConfig config, InstantSource clock) {
    rules.put(CallClass.READS, allowance(config.reads()));
    rules.put(CallClass.WRITES, allowance(config.writes()));
    rules.put(CallClass.COMPOSES, allowance(config.composes()));
    this.byOrganisation = new LongestIdleFirst(config.maxOrganisations());
    this.clock = clock;
  }

  /** The rule for a class of calls. */
  Allowance rule(CallClass kind) {
    return java.util.Objects.requireNonNull(rules.get(kind));
  }

  /** Counts a call; nothing where calls of this class are not bounded. */
  Optional<Verdict> take(String organisation, CallClass kind) {
    Allowance rule = rule(kind);
    return rule.isBounded() ? Optional.of(take(organisation, kind, rule)) : Optional.empty();
  }

  private synchronized Verdict take(String organisation, CallClass kind, Allowance rule) {
    Map<CallClass, Long> fullAt =
        byOrganisation.computeIfAbsent(organisation, key -> new EnumMap<>(CallClass.class));
    Verdict verdict = rule.take(fullAt.getOrDefault(kind, 0L), now());
    fullAt.put(kind, verdict.fullAt());
    return verdict;
  }

  /** How many organisations are counted at the moment. */
  synchronized int size() {
    return byOrganisation.size();
  }

  private long now() {
    Instant now = clock.instant();
    return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
  }

  private static Allowance allowance(Rate rate) {
    return new Allowance(rate.calls(), rate.within());
  }
}
