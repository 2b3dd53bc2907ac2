package org.imagebuilder.agent.uploads.koji;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class XmlRpcTest {

  @Test
  void every_type_of_value_is_written_as_xml_rpc_has_it() {
    String call =
        XmlRpc.call(
            "m",
            Arrays.asList(
                1,
                1L << 40,
                true,
                1.5,
                "a<b>&\r",
                null,
                new byte[] {1},
                List.of(2),
                Map.of("k", 3)));

    assertThat(call)
        .contains(
            "<methodName>m</methodName>",
            "<value><int>1</int></value>",
            "<value><i8>1099511627776</i8></value>",
            "<value><boolean>1</boolean></value>",
            "<value><double>1.5</double></value>",
            "<value><string>a&lt;b&gt;&amp;&#13;</string></value>",
            "<value><nil/></value>",
            "<value><base64>AQ==</base64></value>",
            "<value><array><data><value><int>2</int></value></data></array></value>",
            "<member><name>k</name><value><int>3</int></value></member>");
  }

  @Test
  void a_character_that_xml_does_not_have_is_refused() {
    assertThatThrownBy(() -> XmlRpc.call("m", List.of("a\u0000b"))).hasMessageContaining("U+0000");
  }

  @Test
  void every_type_of_value_is_read() throws Exception {
    Object answer =
        read(
            """
            <struct>
            <member><name>int</name><value><int>-1</int></value></member>
            <member><name>i8</name><value><i8>1099511627776</i8></value></member>
            <member><name>ex</name><value><ex:i8 xmlns:ex="urn:x">7</ex:i8></value></member>
            <member><name>plain</name><value>text &amp; more</value></member>
            <member><name>string</name><value><string>t</string></value></member>
            <member><name>boolean</name><value><boolean>1</boolean></value></member>
            <member><name>double</name><value><double>2.5</double></value></member>
            <member><name>nil</name><value><nil/></value></member>
            <member><name>list</name><value><array><data><value><i4>1</i4></value></data></array></value></member>
            </struct>
            """);

    assertThat(answer)
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("int", -1L)
        .containsEntry("i8", 1L << 40)
        .containsEntry("ex", 7L)
        .containsEntry("plain", "text & more")
        .containsEntry("string", "t")
        .containsEntry("boolean", true)
        .containsEntry("double", 2.5)
        .containsEntry("nil", null)
        .containsEntry("list", List.of(1L));
  }

  @Test
  void bytes_are_read() throws Exception {
    assertThat((byte[]) read("<base64>aGVs\nbG8=</base64>"))
        .isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_fault_is_what_koji_said() {
    String fault =
        "<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>1000</int>"
            + "</value></member><member><name>faultString</name><value>build already exists</value>"
            + "</member></struct></value></fault></methodResponse>";

    assertThatThrownBy(() -> XmlRpc.answer(fault))
        .isInstanceOfSatisfying(
            KojiException.class,
            refused -> assertThat(refused.said()).contains("build already exists"))
        .hasMessageContaining("1000");
  }

  @Test
  void what_is_no_answer_is_refused() {
    for (String document :
        List.of(
            "<html/>",
            "no xml",
            "<methodResponse/>",
            "<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>",
            "<methodResponse><params><param><value><odd>1</odd></value></param></params></methodResponse>",
            "<!DOCTYPE m [<!ENTITY e SYSTEM"
                + " \"file:///etc/passwd\">]><methodResponse><params><param>"
                + "<value>&e;</value></param></params></methodResponse>")) {
      assertThatThrownBy(() -> XmlRpc.answer(document))
          .as(document)
          .isInstanceOf(IOException.class);
    }
  }

  private static Object read(String value) throws Exception {
    return XmlRpc.answer(
            "<methodResponse><params><param><value>%s</value></param></params></methodResponse>"
                .formatted(value))
        .orElseThrow();
  }
}
