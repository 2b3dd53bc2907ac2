package org.imagebuilder.agent.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;

/** Certificates and private keys in PEM; what cannot be read is named with its file. */
public final class PemFiles {

  private PemFiles() {}

  public static List<Certificate> certificates(Path file) throws IOException {
    byte[] content = read(file);
    try {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
      if (found.isEmpty()) {
        throw new IOException("%s holds no certificate in PEM".formatted(file));
      }
      return List.copyOf(found);
    } catch (CertificateException e) {
      throw new IOException("%s holds no certificate in PEM".formatted(file), e);
    }
  }

  /** The first private key in the file. */
  public static PrivateKey key(Path file) throws IOException {
    try {
      return PemKeys.first(new String(read(file), StandardCharsets.ISO_8859_1));
    } catch (InvalidKeyException e) {
      throw new IOException("%s %s".formatted(file, e.getMessage()));
    }
  }

  private static byte[] read(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("%s does not exist".formatted(file), e);
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }
}
