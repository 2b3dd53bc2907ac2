package org.imagebuilder.agent.uploads.koji;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Adler32;
import org.imagebuilder.agent.http.HttpCaller;
import org.imagebuilder.agent.http.HttpProxies;
import org.imagebuilder.agent.http.HttpTrust;
import org.imagebuilder.agent.http.XmlElement;
import org.imagebuilder.agent.jobs.Json;
import org.imagebuilder.agent.testing.StandIn;
import org.imagebuilder.agent.tools.ToolRunner;

/** A hub of Koji: checks sessions, pieces of files and metadata, and fails on command. */
public final class HubStandIn extends StandIn {

  public static final String PRINCIPAL = "osbuild/worker@EXAMPLE.COM";
  public static final String KEY = "canary-session-key";
  public static final String TOKEN = "canary-token";

  private static final Path TOOLS = Path.of("src/test/resources/tools").toAbsolutePath();

  public final Map<String, byte[]> files = new ConcurrentHashMap<>();
  public final List<String> methods = new CopyOnWriteArrayList<>();
  public final List<JsonNode> imports = new CopyOnWriteArrayList<>();
  public final List<List<String>> refunds = new CopyOnWriteArrayList<>();

  /** Texts of the faults that the next calls of a method get. */
  public final Map<String, List<String>> faults = new ConcurrentHashMap<>();

  /** Methods that are done, but whose next answer nobody gets. */
  public final Set<String> lost = ConcurrentHashMap.newKeySet();

  public final AtomicInteger wrongDigests = new AtomicInteger();
  private int session = 76;
  private long lastCall = -1;
  private boolean lastCallDone;

  public HubStandIn() throws IOException {}

  public String hub() {
    return uri() + "/kojihub";
  }

  /** The agent's side, with an account here. */
  public KojiHub client(Path work) throws IOException {
    Path keytab = Files.writeString(work.resolve("keytab"), "key of " + PRINCIPAL);
    return client(work, new KojiSettings.Account(Optional.of(PRINCIPAL), Optional.of(keytab), 1));
  }

  KojiHub client(Path work, KojiSettings.Account account) {
    return client(work, account, TOOLS.resolve("kinit").toString());
  }

  KojiHub client(Path work, KojiSettings.Account account, String kinit) {
    String curl = TOOLS.resolve("curl-negotiate").toString();
    return new KojiHub(
        new KojiSettings(Map.of("127.0.0.1", account), kinit, curl, Duration.ofMillis(1)),
        new ToolRunner(work),
        new HttpCaller(HttpTrust.usual(), HttpProxies.none()));
  }

  @Override
  protected synchronized Answer answer(Call call) {
    require(call.method().equals("POST"), "the method is " + call.method());
    if (call.path().equals("/kojihub/ssllogin")) {
      return login(call);
    }
    require(call.path().equals("/kojihub"), "no such path");
    require(call.header("koji-session-id").equals("" + session), "the session is unknown");
    require(call.header("koji-session-key").equals(KEY), "the session's key is wrong");
    Optional<Answer> before = number(Long.parseLong(call.header("koji-callnum")));
    if (before.isPresent()) {
      return before.get();
    }
    Answer answer = call.uri().getRawQuery() == null ? rpc(call) : piece(call);
    lastCallDone = true;
    return answer;
  }

  /** As the hub: a number that was done is not done again, lower ones never are. */
  private Optional<Answer> number(long number) {
    require(number >= lastCall, "call %d after %d".formatted(number, lastCall));
    if (number == lastCall && lastCallDone) {
      return Optional.of(fault(1009, "unable to retry call %d".formatted(number)));
    }
    lastCall = number;
    lastCallDone = false;
    return Optional.empty();
  }

  private Answer login(Call call) {
    if (!call.header("authorization").equals("Negotiate ticket-of-" + PRINCIPAL)) {
      return Answer.of(401, "<html>Unauthorized</html>");
    }
    require(call.header("content-type").equals("text/xml"), "the content type is wrong");
    XmlElement root = xml(call.text());
    require(root.textAt("methodName").orElse("").equals("sslLogin"), "no login");
    methods.add("sslLogin");
    session++;
    lastCall = -1;
    return value(
        struct(
            Map.of(
                "session-id",
                "<int>%d</int>".formatted(session),
                "session-key",
                "<string>" + KEY + "</string>")));
  }

  private Answer piece(Call call) {
    require(
        call.header("content-type").equals("application/octet-stream"),
        "the content type is wrong");
    require(call.parameter("fileverify").equals("adler32"), "fileverify is wrong");
    require(call.parameter("overwrite").equals("true"), "overwrite is wrong");
    require(call.body().length <= 1 << 20, "the piece is too long");
    String name = call.parameter("filepath") + "/" + call.parameter("filename");
    int offset = Integer.parseInt(call.parameter("offset"));
    byte[] before = files.getOrDefault(name, new byte[0]);
    require(offset <= before.length, "a gap before byte " + offset);
    if (!call.whole()) {
      return Answer.of(500, "");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(before, 0, offset);
    all.writeBytes(call.body());
    files.put(name, all.toByteArray());
    Adler32 digest = new Adler32();
    digest.update(call.body());
    long told = wrongDigests.getAndDecrement() > 0 ? 1 : digest.getValue();
    return value(
        struct(
            Map.of(
                "size", "<int>%d</int>".formatted(call.body().length),
                "hexdigest", "<string>%08x</string>".formatted(told),
                "fileverify", "<string>adler32</string>")));
  }

  private Answer rpc(Call call) {
    require(call.header("content-type").equals("text/xml"), "the content type is wrong");
    XmlElement root = xml(call.text());
    String method = root.textAt("methodName").orElse("");
    List<XmlElement> params =
        root.at("params").orElseThrow().all("param").map(p -> p.at("value").orElseThrow()).toList();
    methods.add(method);
    List<String> planned = faults.getOrDefault(method, List.of());
    if (!planned.isEmpty()) {
      faults.put(method, planned.subList(1, planned.size()));
      return fault(1000, planned.getFirst());
    }
    Answer answer = done(method, params);
    return lost.remove(method) ? Answer.of(502, "") : answer;
  }

  private Answer done(String method, List<XmlElement> params) {
    return switch (method) {
      case "CGInitBuild" -> reserve(params);
      case "CGImport" -> bring(params);
      case "CGRefundBuild" -> refund(params);
      case "logout" -> value("<nil/>");
      default -> throw new Complaint("unknown method " + method);
    };
  }

  private Answer reserve(List<XmlElement> params) {
    require(string(params.get(0)).equals("osbuild"), "another generator");
    Map<String, String> members = new TreeMap<>();
    params
        .get(1)
        .at("struct")
        .orElseThrow()
        .all("member")
        .forEach(
            member ->
                members.put(
                    member.textAt("name").orElse(""), string(member.at("value").orElseThrow())));
    require(members.keySet().equals(Set.of("name", "version", "release")), "members");
    return value(
        struct(Map.of("build_id", "<int>4242</int>", "token", "<string>" + TOKEN + "</string>")));
  }

  private Answer bring(List<XmlElement> params) {
    JsonNode metadata = json(string(params.get(0)));
    String directory = string(params.get(1));
    require(string(params.get(2)).equals(TOKEN), "the token is wrong");
    for (JsonNode file : metadata.path("output")) {
      String name = directory + "/" + file.path("filename").asText();
      require(files.containsKey(name), "no file " + name);
      byte[] content = files.getOrDefault(name, new byte[0]);
      require(file.path("filesize").asLong() == content.length, "size of " + file);
      require(file.path("checksum").asText().equals(md5(content)), "checksum of " + file);
      boolean typed = file.at("/extra/typeinfo/image").isObject();
      require(typed != file.path("type").asText().equals("log"), "typeinfo of " + file);
    }
    imports.add(metadata);
    return value(struct(Map.of("id", "<int>4242</int>")));
  }

  private Answer refund(List<XmlElement> params) {
    refunds.add(
        List.of(
            string(params.get(0)),
            params.get(1).textAt("int").orElse(""),
            string(params.get(2)),
            params.get(3).textAt("int").orElse("")));
    return value("<nil/>");
  }

  public static String md5(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String string(XmlElement value) {
    return value.textAt("string").orElseThrow(() -> new Complaint("no text: " + value));
  }

  private static XmlElement xml(String text) {
    try {
      return XmlElement.read(text);
    } catch (IOException e) {
      throw new Complaint(e.toString());
    }
  }

  private static JsonNode json(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (IOException e) {
      throw new Complaint(e.toString());
    }
  }

  private static String struct(Map<String, String> members) {
    StringBuilder xml = new StringBuilder("<struct>");
    members.forEach(
        (name, value) ->
            xml.append("<member><name>%s</name><value>%s</value></member>".formatted(name, value)));
    return xml.append("</struct>").toString();
  }

  private static Answer value(String value) {
    return Answer.of(
        200,
        "<?xml version='1.0'?>\n<methodResponse><params><param><value>%s</value></param></params></methodResponse>"
            .formatted(value));
  }

  private static Answer fault(int code, String text) {
    String value =
        struct(
            Map.of(
                "faultCode", "<int>%d</int>".formatted(code),
                "faultString", "<string>%s</string>".formatted(text)));
    return Answer.of(
        200,
        "<?xml version='1.0'?>\n<methodResponse><fault><value>%s</value></fault></methodResponse>"
            .formatted(value));
  }
}
