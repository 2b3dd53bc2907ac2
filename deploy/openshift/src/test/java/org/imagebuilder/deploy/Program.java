package org.imagebuilder.deploy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the three programs, as its compiled classes and its settings show it. */
final class Program {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
  private static final Map<String, Program> READ = new HashMap<>();

  private final String module;
  private final Map<String, String> keys = new TreeMap<>();
  private final Set<String> constants = new HashSet<>();

  private Program(String module) {
    this.module = module;
    Path classes = Repository.ROOT.resolve(module).resolve("target/classes");
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(module + " is not compiled; make deploy-check does it first");
    }
    for (JavaClass type : new ClassFileImporter().importPath(classes)) {
      type.tryGetAnnotationOfType("io.smallrye.config.ConfigMapping")
          .flatMap(mapping -> mapping.get("prefix"))
          .ifPresent(prefix -> collect(prefix.toString(), type));
    }
    properties(classes.resolve("application.properties"))
        .forEach((key, value) -> keys.put(key.toString(), value.toString()));
    // What the platform has itself is on the page, where the program's own defaults do not tell it.
    Repository.section("docs/configuration.md", "## " + module).stream()
        .flatMap(line -> Repository.words(line).stream())
        .filter(word -> word.matches("quarkus\\.[a-z.-]+"))
        .forEach(key -> keys.putIfAbsent(key, ""));
    constants(classes);
  }

  /** The program whose template this is; none for a database's. */
  static Optional<Program> of(String template) {
    return Stream.of("composer", "imagebuilder", "worker-agent")
        .filter(template::startsWith)
        .findFirst()
        .map(Program::read);
  }

  private static synchronized Program read(String module) {
    return READ.computeIfAbsent(module, Program::new);
  }

  String module() {
    return module;
  }

  /** The default of a key, as it is written in the program; empty: it has none. */
  String standard(String key) {
    String value = keys.get(key);
    if (value == null) {
      throw new IllegalArgumentException("%s reads no key %s".formatted(module, key));
    }
    return value.replaceAll("^\\$\\{[A-Z0-9_]+:(.*)}$", "$1");
  }

  /** Whether the program reads an environment variable. */
  boolean reads(String variable) {
    return keys.keySet().stream().anyMatch(key -> variable.matches(form(key)))
        || keys.values().stream()
            .anyMatch(
                value ->
                    EXPRESSION
                        .matcher(value)
                        .results()
                        .anyMatch(found -> found.group(1).equals(variable)))
        || constants.contains(variable);
  }

  /** A key as an environment variable is called, a star for any word. */
  private static String form(String key) {
    return key.replaceAll("\\.\\*", ".@")
        .toUpperCase(Locale.ROOT)
        .replaceAll("[^A-Z0-9@]", "_")
        .replace("@", "[A-Z0-9_]+");
  }

  private void collect(String prefix, JavaClass group) {
    for (JavaMethod member : group.getMethods()) {
      String named =
          member
              .tryGetAnnotationOfType("io.smallrye.config.WithName")
              .flatMap(name -> name.get("value"))
              .map(Object::toString)
              .orElseGet(() -> kebab(member.getName()));
      JavaClass type = member.getRawReturnType();
      boolean isMap = type.isEquivalentTo(Map.class);
      JavaClass inner = isMap ? last(member.getReturnType()) : type;
      String key = prefix + "." + named + (isMap ? ".*" : "");
      if (inner.isInterface() && inner.getPackageName().startsWith("org.imagebuilder.")) {
        collect(key, inner);
      } else {
        keys.put(
            key,
            member
                .tryGetAnnotationOfType("io.smallrye.config.WithDefault")
                .flatMap(given -> given.get("value"))
                .map(Object::toString)
                .orElse(""));
      }
    }
  }

  private static JavaClass last(JavaType map) {
    List<JavaClass> involved =
        map.getAllInvolvedRawTypes().stream()
            .filter(each -> each.getPackageName().startsWith("org.imagebuilder."))
            .toList();
    return involved.isEmpty() ? map.toErasure() : involved.getFirst();
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Properties properties(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }

  /** Variables that the program asks for by name. */
  private void constants(Path classes) {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
          if (entry instanceof Utf8Entry text && text.stringValue().matches("[A-Z][A-Z0-9_]+")) {
            constants.add(text.stringValue());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
