package org.imagebuilder.imagebuilder.customizations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Registration with an automation platform, which an image does by a script at its first boot. */
final class AapRegistration {
  private static final String SCRIPT = "/usr/local/sbin/aap-first-boot-reg";
  private static final String SERVICE = "aap-first-boot-reg.service";

  private static final String UNIT =
      """
      [Unit]
      Description=Register with the automation platform at first boot
      ConditionPathExists=!/var/local/.aap-first-boot-reg-done
      Wants=network-online.target
      After=network-online.target selinux-autorelabel.service osbuild-first-boot.service

      [Service]
      Type=oneshot
      ExecStart=/usr/local/sbin/aap-first-boot-reg
      ExecStartPost=/usr/bin/mkdir -p /var/local
      ExecStartPost=/usr/bin/touch /var/local/.aap-first-boot-reg-done

      [Install]
      WantedBy=basic.target
      """;

  private AapRegistration() {}

  /** Replaces the registration by its script, its unit, the enabled service and the certificate. */
  static void expand(ObjectNode customizations) {
    JsonNode asked = customizations.path("aap_registration");
    if (!asked.isObject()) {
      return;
    }
    file(customizations, SCRIPT, script(asked)).put("mode", "0774");
    file(customizations, "/etc/systemd/system/" + SERVICE, UNIT);
    customizations.withObject("/services").withArray("enabled").add(SERVICE);
    String authority = asked.path("tls_certificate_authority").asText("");
    if (!authority.isEmpty()) {
      customizations.withObject("/cacerts").withArray("pem_certs").add(authority);
    }
    customizations.remove("aap_registration");
  }

  private static ObjectNode file(ObjectNode customizations, String path, String text) {
    return customizations
        .withArray("files")
        .addObject()
        .put("path", path)
        .put("data", text)
        .put("ensure_parents", true);
  }

  private static String script(JsonNode asked) {
    String data = "host_config_key=" + asked.path("host_config_key").asText();
    return "#!/usr/bin/bash\n\ncurl -s -i --data "
        + quoted(data)
        + " "
        + quoted(asked.path("ansible_callback_url").asText())
        + "\n";
  }

  // A key is data: whatever a shell would read into it stays inside of the quotes.
  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
