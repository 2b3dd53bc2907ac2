package org.imagebuilder.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class XmlElementTest {

  @Test
  void texts_are_found_by_their_path() throws Exception {
    XmlElement root =
        XmlElement.read(
            """
            <?xml version="1.0"?>
            <r xmlns="urn:x"><a><b>first &amp; &#60;</b><b><![CDATA[second]]></b></a><c/></r>
            """);

    assertThat(root.textAt("a", "b")).hasValue("first & <");
    assertThat(root.at("a").orElseThrow().all("b").map(XmlElement::text))
        .containsExactly("first & <", "second");
    assertThat(root.textAt("c")).isEmpty();
  }

  @Test
  void a_document_type_is_refused() {
    assertThatThrownBy(() -> XmlElement.read("<!DOCTYPE r [<!ENTITY e \"x\">]><r>&e;</r>"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void files_are_not_read() {
    assertThatThrownBy(
            () ->
                XmlElement.read(
                    "<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><r>&e;</r>"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void a_nest_without_end_is_refused() {
    assertThatThrownBy(() -> XmlElement.read("<a>".repeat(5_000)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("deep");
  }

  @Test
  void what_is_not_xml_is_said_to_be_none() {
    assertThatThrownBy(() -> XmlElement.read("<html><br></html>"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not XML");
  }
}
