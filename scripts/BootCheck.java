import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Boots an image in QEMU, logs in over the serial line and checks what the demo asked for.
 *
 * <p>usage: java BootCheck.java IMAGE USER PASSWORD HOSTNAME FILE TEXT PACKAGE...
 */
final class BootCheck {
  private static final Duration BOOT = Duration.ofSeconds(600);
  private static final Duration ANSWER = Duration.ofSeconds(180);

  private final Process qemu;
  private final StringBuilder screen = new StringBuilder();
  private boolean booted;

  private BootCheck(Process qemu) {
    this.qemu = qemu;
  }

  static void main(String[] arguments) throws Exception {
    if (arguments.length < 6) {
      System.err.println("usage: java BootCheck.java IMAGE USER PASSWORD HOSTNAME FILE TEXT PACKAGE...");
      System.exit(2);
    }
    var work = Files.createTempDirectory("boot-check");
    var variables = work.resolve("vars.fd");
    Files.copy(firmware("OVMF_VARS_4M.fd"), variables);
    try {
      boot(arguments, variables);
    } catch (Failure failure) {
      System.err.println(failure.getMessage());
      System.exit(1);
    } finally {
      Files.deleteIfExists(variables);
      Files.deleteIfExists(work);
    }
  }

  /** /dev/kvm may open and still not work: QEMU then ends at once, and software does the work. */
  private static void boot(String[] arguments, Path variables) throws Exception {
    if (Files.isWritable(Path.of("/dev/kvm"))) {
      try {
        boot("kvm", arguments, variables);
        return;
      } catch (NeverStarted e) {
        System.out.println("  KVM does not work here; QEMU emulates");
      }
    }
    boot("tcg", arguments, variables);
  }

  private static void boot(String accelerator, String[] arguments, Path variables) throws Exception {
    var qemu = start(accelerator, Path.of(arguments[0]), variables);
    Runtime.getRuntime().addShutdownHook(new Thread(qemu::destroyForcibly));
    try {
      new BootCheck(qemu).run(arguments);
    } finally {
      qemu.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private void run(String[] arguments) throws Exception {
    var user = arguments[1];
    var packages = List.of(arguments).subList(6, arguments.length);
    var begun = Instant.now();
    await("login: ", BOOT);
    System.out.printf("  booted to a login prompt in %d s%n", Duration.between(begun, Instant.now()).toSeconds());
    type(user);
    await("assw", ANSWER); // in whatever language
    type(arguments[2]);
    await("$ ", ANSWER);
    expect("hostname", "hostname", arguments[3]);
    expect("user", "id -un", user);
    expect("file " + arguments[4], "cat " + arguments[4], arguments[5].strip());
    for (var name : packages) {
      expect("package " + name, "dpkg-query -W -f '${db:Status-Status}\\n' " + name, "installed");
    }
    expect("ssh key", "grep -c ssh- ~/.ssh/authorized_keys", "1");
    expect("system state", "systemctl is-system-running --wait", "running");
  }

  /** Runs one command in the booted machine; its output must be the wanted line. */
  private void expect(String what, String command, String wanted) throws Exception {
    // The quotes keep the marks themselves out of the echoed command line.
    type("echo BE''GIN; " + command + "; echo E''ND");
    await("BEGIN", ANSWER);
    var answer = await("END", ANSWER).replace("\r", "").strip();
    if (!answer.equals(wanted)) {
      throw new Failure("  %s: expected '%s', the machine says '%s'".formatted(what, wanted, answer));
    }
    System.out.printf("  %s: %s%n", what, wanted);
  }

  private void type(String line) throws IOException {
    qemu.getOutputStream().write((line + "\r").getBytes(StandardCharsets.UTF_8));
    qemu.getOutputStream().flush();
  }

  /** Reads the serial line until the text comes; answers what came before it. */
  private String await(String text, Duration limit) throws Exception {
    var deadline = Instant.now().plus(limit);
    var buffer = new byte[8192];
    while (screen.indexOf(text) < 0) {
      if (Instant.now().isAfter(deadline)) {
        throw new Failure("No '%s' within %d s. The last lines:%n%s".formatted(text, limit.toSeconds(), tail()));
      }
      var input = qemu.getInputStream();
      if (input.available() > 0) {
        var count = input.read(buffer);
        screen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        booted |= screen.indexOf("Linux version") >= 0 || screen.indexOf("BdsDxe") >= 0;
      } else if (!qemu.isAlive()) {
        var message = "QEMU ended. The last lines:%n%s".formatted(tail());
        throw booted ? new Failure(message) : new NeverStarted(message);
      } else {
        qemu.waitFor(50, TimeUnit.MILLISECONDS);
      }
    }
    var at = screen.indexOf(text);
    var before = screen.substring(0, at);
    screen.delete(0, at + text.length());
    return before;
  }

  private String tail() {
    return screen.substring(Math.max(0, screen.length() - 2000));
  }

  private static Process start(String accelerator, Path image, Path variables) throws IOException {
    return new ProcessBuilder(
            "qemu-system-x86_64", "-machine", "q35,accel=" + accelerator, "-cpu", "max", "-smp", "2", "-m", "1024",
            "-display", "none", "-monitor", "none", "-serial", "stdio",
            "-drive", "if=pflash,format=raw,readonly=on,file=" + firmware("OVMF_CODE_4M.fd"),
            "-drive", "if=pflash,format=raw,file=" + variables,
            "-drive", "if=virtio,format=qcow2,snapshot=on,file=" + image,
            "-nic", "user,model=virtio-net-pci")
        .redirectErrorStream(true)
        .start();
  }

  private static Path firmware(String name) {
    return Path.of("/usr/share/OVMF").resolve(name);
  }

  private static final class NeverStarted extends Failure {
    private static final long serialVersionUID = 1;

    NeverStarted(String message) {
      super(message);
    }
  }

  private static class Failure extends Exception {
    private static final long serialVersionUID = 1;

    Failure(String message) {
      super(message);
    }
  }
}
