import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Compares two builds of a program, file by file and byte by byte. In the jar of classes that Quarkus
 * generates, classes may differ in order and in numbered names (docs/adr/0046): there both must be made
 * of the same members, calls and constants, in whatever order and however often.
 *
 * <p>usage: java SameJars.java DIRECTORY DIRECTORY
 */
final class SameJars {

  private static final Path GENERATED = Path.of("quarkus/generated-bytecode.jar");

  private final List<String> faults = new ArrayList<>();
  private int same;
  private int reordered;

  public static void main(String[] arguments) throws IOException {
    SameJars comparison = new SameJars();
    comparison.compare(Path.of(arguments[0]), Path.of(arguments[1]));
    comparison.faults.forEach(System.err::println);
    System.out.printf(
        "%d files and generated classes are the same, %d generated classes but for order and numbering, %d differ%n",
        comparison.same, comparison.reordered, comparison.faults.size());
    System.exit(comparison.faults.isEmpty() && comparison.same > 0 ? 0 : 1);
  }

  private void compare(Path one, Path other) throws IOException {
    Map<String, Path> left = files(one);
    Map<String, Path> right = files(other);
    for (String name : union(left, right)) {
      if (!left.containsKey(name) || !right.containsKey(name)) {
        faults.add(name + " is in one of the two only");
      } else if (Files.mismatch(left.get(name), right.get(name)) == -1) {
        same++;
      } else if (name.equals(GENERATED.toString())) {
        compareClasses(left.get(name), right.get(name));
      } else {
        faults.add(name + " differs");
      }
    }
  }

  private void compareClasses(Path one, Path other) throws IOException {
    Map<String, byte[]> left = entries(one);
    Map<String, byte[]> right = entries(other);
    for (String name : union(left, right)) {
      byte[] first = left.get(name);
      byte[] second = right.get(name);
      if (first == null || second == null) {
        faults.add(name + " was generated in one of the two only");
      } else if (Arrays.equals(first, second)) {
        same++;
      } else if (name.endsWith(".class") && summary(first).equals(summary(second))) {
        reordered++;
      } else {
        faults.add(name + " was generated with other content");
      }
    }
  }

  /** What a class is made of. Variables, jumps and indices have numbers that follow from the order. */
  private static Set<String> summary(byte[] bytes) {
    Set<String> summary = new TreeSet<>();
    ClassModel model = ClassFile.of().parse(bytes);
    for (FieldModel field : model.fields()) {
      put(summary, "field " + field.fieldName() + " " + field.fieldType());
    }
    for (MethodModel method : model.methods()) {
      String name = method.methodName() + " " + method.methodType();
      put(summary, "method " + name);
      method.code().ifPresent(code -> code.forEach(element -> put(summary, word(element))));
    }
    return summary;
  }

  private static String word(CodeElement element) {
    return switch (element) {
      case InvokeInstruction call -> "call " + call.owner().asInternalName() + "." + call.name() + call.type();
      case FieldInstruction field -> "field " + field.owner().asInternalName() + "." + field.name();
      case NewObjectInstruction made -> "new " + made.className().asInternalName();
      case ConstantInstruction.LoadConstantInstruction constant
          when !(constant.constantValue() instanceof Integer) -> "constant " + constant.constantValue();
      default -> "";
    };
  }

  private static void put(Set<String> summary, String word) {
    summary.add(
        word.replaceAll("proxykey\\d+", "proxykey")
            .replaceAll("cachedValue\\$\\w{8}\\$", "cachedValue")
            .replaceAll("(configClass\\$|javaMethod[A-Za-z]*)\\d+", "$1"));
  }

  private static Map<String, Path> files(Path directory) throws IOException {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> files.put(directory.relativize(file).toString(), file));
    }
    return files;
  }

  private static Map<String, byte[]> entries(Path jar) throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private static Set<String> union(Map<String, ?> left, Map<String, ?> right) {
    Set<String> names = new TreeSet<>(left.keySet());
    names.addAll(right.keySet());
    return names;
  }
}
