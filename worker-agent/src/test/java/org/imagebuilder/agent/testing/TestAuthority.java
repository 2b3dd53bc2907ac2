package org.imagebuilder.agent.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that exists as long as a test. */
public final class TestAuthority {

  private static final byte[] ECDSA_SHA256 = Der.sequence(Der.hex("06082a8648ce3d040302"));
  private static final byte[] IS_AUTHORITY =
      Der.sequence(
          Der.hex("0603551d13"), Der.hex("0101ff"), Der.element(0x04, Der.hex("30030101ff")));
  private static final byte[] IS_LOOPBACK =
      Der.sequence(
          Der.hex("0603551d11"),
          Der.element(
              0x04, Der.sequence(Der.element(0x82, ascii("localhost")), Der.hex("87047f000001"))));
  private static final char[] NO_PASSWORD = new char[0];

  /** A certificate with its key. */
  public record Issued(Certificate certificate, KeyPair keys) {

    /** Writes both as files, the key as PKCS#8. */
    public Issued writeTo(Path certificateFile, Path keyFile) throws Exception {
      Files.writeString(certificateFile, Der.pem("CERTIFICATE", certificate.getEncoded()));
      Files.writeString(keyFile, Der.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
      return this;
    }
  }

  private final AtomicInteger serial = new AtomicInteger(1);
  private final String name;
  private final KeyPair keys;
  private final Certificate certificate;

  public TestAuthority(String name) throws Exception {
    this.name = name;
    this.keys = newKeys();
    this.certificate = certificate(name, keys, IS_AUTHORITY);
  }

  public Path writeTo(Path file) throws Exception {
    return Files.writeString(file, Der.pem("CERTIFICATE", certificate.getEncoded()));
  }

  /** For a server on this machine's loopback interface, or for a client. */
  public Issued issue(String subject) throws Exception {
    KeyPair own = newKeys();
    return new Issued(certificate(subject, own, IS_LOOPBACK), own);
  }

  /** What a server of this authority needs; it asks clients for certificates of the same. */
  public SSLContext serverContext() throws Exception {
    Issued server = issue("localhost");
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "server",
        server.keys().getPrivate(),
        NO_PASSWORD,
        new Certificate[] {server.certificate()});
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(store, NO_PASSWORD);
    KeyStore trusted = emptyStore();
    trusted.setCertificateEntry("ca", certificate);
    TrustManagerFactory clients =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    clients.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), clients.getTrustManagers(), new SecureRandom());
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private Certificate certificate(String subject, KeyPair own, byte[] extension)
      throws GeneralSecurityException {
    byte[] content =
        Der.sequence(
            Der.element(0xa0, Der.hex("020102")),
            Der.element(0x02, new byte[] {(byte) serial.getAndIncrement()}),
            ECDSA_SHA256,
            named(name),
            Der.sequence(utc("200101000000Z"), utc("491231235959Z")),
            named(subject),
            own.getPublic().getEncoded(),
            Der.element(0xa3, Der.sequence(extension)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(keys.getPrivate());
    signature.update(content);
    byte[] der =
        Der.sequence(content, ECDSA_SHA256, Der.element(0x03, new byte[1], signature.sign()));
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(der));
  }

  private static byte[] named(String name) {
    return Der.sequence(
        Der.element(0x31, Der.sequence(Der.hex("0603550403"), Der.element(0x0c, ascii(name)))));
  }

  private static byte[] utc(String time) {
    return Der.element(0x17, ascii(time));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
