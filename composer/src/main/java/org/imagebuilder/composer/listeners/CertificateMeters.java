package org.imagebuilder.composer.listeners;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.imagebuilder.composer.operations.MetricName;

/**
 * Until when the certificates of the doors are good: whoever connects afterwards gets no HTTP
 * answer, so nothing else tells of it.
 */
@ApplicationScoped
class CertificateMeters {
  private final TlsConfigurationRegistry certificates;
  private final MeterRegistry meters;
  private final List<String> names;

  CertificateMeters(
      TlsConfigurationRegistry certificates,
      WorkerApiConfig workerApi,
      @ConfigProperty(name = "quarkus.http.tls-configuration-name") Optional<String> cloudApi,
      MeterRegistry meters) {
    this.certificates = certificates;
    this.meters = meters;
    this.names =
        Stream.of(workerApi.tlsConfigurationName(), cloudApi)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
  }

  void start(@Observes StartupEvent event) {
    names.forEach(
        name ->
            // Read anew at each scrape, for certificates are renewed while composer runs.
            Gauge.builder(MetricName.CERTIFICATE_EXPIRY.text(), () -> expiry(name))
                .tag("certificate", name)
                .register(meters));
  }

  private double expiry(String name) {
    return certificates
        .get(name)
        .map(TlsConfiguration::getKeyStore)
        .map(CertificateMeters::expiry)
        .orElse(Double.NaN);
  }

  /** When the first of a store's own certificates expires, in seconds since 1970. */
  static double expiry(KeyStore store) {
    try {
      double first = Double.NaN;
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)
            && store.getCertificate(alias) instanceof X509Certificate certificate) {
          double seconds = certificate.getNotAfter().toInstant().getEpochSecond();
          first = Double.isNaN(first) ? seconds : Math.min(first, seconds);
        }
      }
      return first;
    } catch (KeyStoreException notLoaded) {
      return Double.NaN;
    }
  }
}
