package org.imagebuilder.agent.http;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML answer, by its name without a namespace. Attributes are left out. Documents
 * with a type declaration are refused, and so are entities.
 *
 * @param text directly within it, without blanks around it
 */
public record XmlElement(String name, String text, List<XmlElement> children) {

  private static final int DEEPEST = 50;

  public XmlElement {
    children = List.copyOf(children);
  }

  /** The root of a document. */
  public static XmlElement read(String document) throws IOException {
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(document));
      try {
        return read(reader);
      } finally {
        reader.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      throw new IOException("The answer is not XML: " + e.getMessage(), e);
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("An answer must not refer to another document");
        });
    return factory;
  }

  private static XmlElement read(XMLStreamReader reader) throws XMLStreamException, IOException {
    Deque<Growing> open = new ArrayDeque<>();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (open.size() == DEEPEST) {
            throw new IOException("The answer's XML is nested too deep");
          }
          open.push(new Growing(reader.getLocalName()));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.element().text.append(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          XmlElement done = open.pop().done();
          if (open.isEmpty()) {
            return done;
          }
          open.element().children.add(done);
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new IOException("The answer's XML declares its own type or entities");
        default -> {}
      }
    }
    throw new IOException("The answer's XML has no end");
  }

  /** The first child of this name, then its first child of the next name, and so on. */
  public Optional<XmlElement> at(String... names) {
    Optional<XmlElement> found = Optional.of(this);
    for (String step : names) {
      found = found.flatMap(element -> element.all(step).findFirst());
    }
    return found;
  }

  /** The text there; empty where there is no such element, or nothing in it. */
  public Optional<String> textAt(String... names) {
    return at(names).map(XmlElement::text).filter(content -> !content.isEmpty());
  }

  /** The children of this name. */
  public Stream<XmlElement> all(String wanted) {
    return children.stream().filter(child -> child.name().equals(wanted));
  }

  /** This element and all below it. */
  public Stream<XmlElement> tree() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(XmlElement::tree));
  }

  /** An element whose end was not read yet. */
  private static final class Growing {

    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final List<XmlElement> children = new ArrayList<>();

    Growing(String name) {
      this.name = name;
    }

    XmlElement done() {
      return new XmlElement(name, text.toString().strip(), children);
    }
  }
}
