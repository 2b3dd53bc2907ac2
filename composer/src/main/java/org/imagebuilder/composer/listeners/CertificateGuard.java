package org.imagebuilder.composer.listeners;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509TrustManager;
import org.jboss.logging.Logger;

/**
 * Lets a server take only certificates of callers that are valid for an allowed name, besides being
 * signed by an authority that it trusts. It stands where contexts are made for whatever key and
 * trust store there is, since renewed ones replace all that is configured elsewhere.
 */
final class CertificateGuard extends JdkSSLEngineOptions {
  private static final Logger LOG = Logger.getLogger(CertificateGuard.class);

  private final AllowedDomains domains;

  CertificateGuard(AllowedDomains domains) {
    this.domains = domains;
  }

  private CertificateGuard(CertificateGuard that) {
    super(that);
    this.domains = that.domains;
  }

  /** Servers take copies of their options. */
  @Override
  public CertificateGuard copy() {
    return new CertificateGuard(this);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new Contexts(domains);
  }

  /** Makes a context for each state of the certificates. */
  private static final class Contexts extends DefaultSslContextFactory {
    private final AllowedDomains domains;
    private boolean hasTrustStore;

    Contexts(AllowedDomains domains) {
      super(SslProvider.JDK, false);
      this.domains = domains;
    }

    @Override
    public SslContextFactory trustManagerFactory(TrustManagerFactory authorities) {
      hasTrustStore = true;
      return super.trustManagerFactory(guarded(authorities));
    }

    @Override
    public SslContext create() throws SSLException {
      if (!hasTrustStore) {
        trustManagerFactory(systems());
      }
      return super.create();
    }

    private TrustManagerFactory guarded(TrustManagerFactory authorities) {
      TrustManager[] managers =
          Arrays.stream(authorities.getTrustManagers())
              .map(X509TrustManager.class::cast)
              .map(manager -> new NamedCallers(manager, domains))
              .toArray(TrustManager[]::new);
      return new Made(managers, authorities);
    }

    private static TrustManagerFactory systems() throws SSLException {
      try {
        TrustManagerFactory factory =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return factory;
      } catch (GeneralSecurityException unreadable) {
        throw new SSLException("the system's authorities cannot be read", unreadable);
      }
    }
  }

  /** Names of callers come after the authorities, who say whether any name can be believed. */
  private record NamedCallers(X509TrustManager authorities, AllowedDomains domains)
      implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      authorities.checkClientTrusted(chain, type);
      if (!domains.accept(chain[0])) {
        LOG.warnf(
            "Certificate refused, it is valid for no allowed name subject=%s",
            chain[0].getSubjectX500Principal());
        throw new CertificateException("valid for no allowed name");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      authorities.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return authorities.getAcceptedIssuers();
    }
  }

  /** The form in which contexts take trust managers. */
  private static final class Made extends TrustManagerFactory {
    Made(TrustManager[] managers, TrustManagerFactory like) {
      super(
          new TrustManagerFactorySpi() {
            @Override
            protected void engineInit(KeyStore store) {
              // Made ready.
            }

            @Override
            protected void engineInit(ManagerFactoryParameters parameters) {
              // Made ready.
            }

            @Override
            protected TrustManager[] engineGetTrustManagers() {
              return managers.clone();
            }
          },
          like.getProvider(),
          like.getAlgorithm());
    }
  }
}
