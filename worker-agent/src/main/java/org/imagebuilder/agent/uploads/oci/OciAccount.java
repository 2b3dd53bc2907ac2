package org.imagebuilder.agent.uploads.oci;

import org.imagebuilder.agent.uploads.PemKey;

/** Who signs requests to Oracle's cloud. */
record OciAccount(String tenancy, String user, String fingerprint, PemKey key) {

  String keyId() {
    return tenancy + "/" + user + "/" + fingerprint;
  }
}
