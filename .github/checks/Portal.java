// SPDX-License-Identifier: Apache-2.0
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A server in place of Maven Central's portal, for the rehearsal of a release: accepts the upload of a bundle, and validates
 * it by the portal's documented requirements (central.sonatype.org/publish/requirements and publish-portal-upload).
 *
 * <p>{@code java .github/checks/Portal.java PORT_FILE USER PASSWORD} writes its port to the file. With the argument {@code
 * BUNDLE.zip} alone it validates that bundle.
 */
class Portal {
    private static final long LARGEST_BUNDLE = 1L << 30;
    private static final List<String> REQUIRED_CHECKSUMS = List.of("md5", "sha1");
    private static final Map<String, String> ALGORITHMS =
            Map.of("md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512");

    private final Set<String> problems = new TreeSet<>();
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, Document> poms = new TreeMap<>();

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1) {
            Portal portal = new Portal();
            portal.validate(Files.readAllBytes(Path.of(arguments[0])));
            portal.problems.forEach(System.err::println);
            System.exit(portal.problems.isEmpty() ? 0 : 1);
        }
        String token = Base64.getEncoder()
                .encodeToString((arguments[1] + ":" + arguments[2]).getBytes(StandardCharsets.UTF_8));
        Portal portal = new Portal();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            try (exchange) {
                String authorization = exchange.getRequestHeaders().getFirst("Authorization");
                if (("Bearer " + token).equals(authorization) || ("UserToken " + token).equals(authorization)) {
                    portal.handle(exchange, body);
                } else {
                    System.err.println("a request without the token: " + exchange.getRequestURI().getPath());
                    respond(exchange, 401, "");
                }
            } catch (IOException e) {
                System.err.println(e);
            }
        });
        server.start();
        Files.writeString(Path.of(arguments[0]), server.getAddress().getPort() + "\n");
    }

    private void handle(HttpExchange exchange, byte[] body) throws IOException {
        switch (exchange.getRequestURI().getPath()) {
            case "/api/v1/publisher/upload" -> {
                validate(bundle(body, exchange.getRequestHeaders().getFirst("Content-Type")));
                problems.forEach(System.err::println);
                respond(exchange, 201, "rehearsal");
            }
            case "/api/v1/publisher/status" -> {
                StringBuilder json = new StringBuilder("{\"deploymentId\":\"rehearsal\",\"deploymentName\":\"Deployment\",")
                        .append("\"deploymentState\":\"")
                        .append(problems.isEmpty() ? "VALIDATED" : "FAILED")
                        .append("\",\"purls\":[],\"errors\":{");
                if (!problems.isEmpty()) {
                    json.append("\"bundle\":[\"").append(String.join("\",\"", problems)).append("\"]");
                }
                respond(exchange, 200, json.append("}}").toString());
            }
            default -> respond(exchange, 404, "");
        }
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Returns the part {@code bundle}, the only one of the form. */
    private static byte[] bundle(byte[] form, String type) throws IOException {
        String text = new String(form, StandardCharsets.ISO_8859_1);
        String boundary = type.replaceAll(".*boundary=\"?([^\";]*).*", "$1");
        int start = text.indexOf("\r\n\r\n") + 4;
        int end = text.lastIndexOf("\r\n--" + boundary + "--");
        if (!text.substring(0, Math.max(start, 0)).contains("name=\"bundle\"") || end < start) {
            throw new IOException("the upload is not a form with a bundle");
        }
        return text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1);
    }

    private void validate(byte[] bundle) {
        try {
            require(bundle.length <= LARGEST_BUNDLE, "the bundle is larger than 1 GB");
            try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bundle))) {
                for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    if (!entry.isDirectory()) {
                        files.put(entry.getName(), zip.readAllBytes());
                    }
                }
            }
            for (String name : files.keySet()) {
                if (name.endsWith(".pom")) {
                    Document pom = DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(new ByteArrayInputStream(files.get(name)));
                    poms.put(value(pom, "groupId") + ":" + value(pom, "artifactId"), pom);
                }
            }
            require(!poms.isEmpty(), "the bundle has no POM");
            for (String name : files.keySet()) {
                file(name);
            }
            for (Document pom : poms.values()) {
                pom(pom);
            }
        } catch (Exception e) {
            problems.add("the bundle cannot be read: " + e);
        }
        System.out.println(files.size() + " files of " + poms.size() + " components, " + problems.size() + " problems");
    }

    /** Checks place, signature and checksums of a file. */
    private void file(String name) throws Exception {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        boolean signature = extension.equals("asc");
        if (ALGORITHMS.containsKey(extension)) {
            byte[] of = files.get(name.substring(0, name.lastIndexOf('.')));
            require(of != null, name + " has no file");
            if (of != null) {
                String expected = HexFormat.of().formatHex(MessageDigest.getInstance(ALGORITHMS.get(extension)).digest(of));
                require(text(name).trim().equals(expected), name + " is not the checksum of its file");
            }
            return;
        }
        String[] path = name.split("/");
        require(path.length > 3, name + " is not in the layout of a repository");
        if (path.length > 3) {
            String group = String.join(".", List.of(path).subList(0, path.length - 3));
            String artifact = path[path.length - 3];
            require(poms.containsKey(group + ":" + artifact), name + " belongs to no POM");
            require(path[path.length - 1].startsWith(artifact + "-" + path[path.length - 2]), name + " has another name than its folder");
        }
        if (signature) {
            require(files.containsKey(name.substring(0, name.length() - 4)), name + " has no file");
            require(text(name).startsWith("-----BEGIN PGP SIGNATURE-----"), name + " is not an armored signature");
        } else {
            require(files.containsKey(name + ".asc"), name + " has no signature");
            for (String checksum : REQUIRED_CHECKSUMS) {
                require(files.containsKey(name + "." + checksum), name + " has no " + checksum);
            }
        }
    }

    /** Checks the metadata of a component, and its jars. */
    private void pom(Document pom) {
        String group = value(pom, "groupId");
        String artifact = value(pom, "artifactId");
        String version = value(pom, "version");
        String packaging = value(pom, "packaging");
        String name = artifact + "'s POM";
        require("4.0.0".equals(value(pom, "modelVersion")), name + " has no modelVersion");
        require(!version.isEmpty() && !version.endsWith("-SNAPSHOT"), name + " has the version " + version);
        for (String path : List.of(
                "name",
                "description",
                "url",
                "licenses/license/name",
                "licenses/license/url",
                "developers/developer/name",
                "scm/connection",
                "scm/developerConnection",
                "scm/url")) {
            require(!value(pom, path).isEmpty(), name + " has no " + path);
        }
        for (Element dependency : elements(pom, "dependencies/dependency")) {
            String library = child(dependency, "groupId") + ":" + child(dependency, "artifactId");
            require(!child(dependency, "version").endsWith("-SNAPSHOT"), name + " depends on a snapshot of " + library);
        }
        String base = group.replace('.', '/') + "/" + artifact + "/" + version + "/" + artifact + "-" + version;
        require(files.containsKey(base + ".pom"), base + ".pom is missing");
        if (!packaging.equals("pom")) {
            for (String suffix : List.of(".jar", "-sources.jar", "-javadoc.jar")) {
                require(files.getOrDefault(base + suffix, new byte[0]).length > 0, base + suffix + " is missing");
            }
            for (String suffix : List.of("-cyclonedx.json", "-cyclonedx.xml")) { // Not required by the portal.
                require(files.containsKey(base + suffix), "the SBOM " + base + suffix + " is missing");
            }
        }
    }

    private String text(String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    /** Returns the text of an element by its path. What a POM does not have it inherits, except name and artifact. */
    private String value(Document pom, String path) {
        List<Element> own = elements(pom, path);
        if (!own.isEmpty()) {
            return own.get(0).getTextContent().trim();
        }
        List<Element> parent = elements(pom, "parent");
        if (parent.isEmpty() || Set.of("name", "description", "packaging", "artifactId").contains(path)) {
            return path.equals("packaging") ? "jar" : "";
        }
        if (Set.of("groupId", "version").contains(path)) {
            return child(parent.get(0), path);
        }
        Document inherited = poms.get(child(parent.get(0), "groupId") + ":" + child(parent.get(0), "artifactId"));
        return inherited == null ? "" : value(inherited, path);
    }

    private static String child(Element element, String name) {
        List<Element> found = children(element, name);
        return found.isEmpty() ? "" : found.get(0).getTextContent().trim();
    }

    private static List<Element> elements(Document pom, String path) {
        List<Element> found = List.of(pom.getDocumentElement());
        for (String name : path.split("/")) {
            List<Element> next = new ArrayList<>();
            found.forEach(element -> next.addAll(children(element, name)));
            found = next;
        }
        return found;
    }

    private static List<Element> children(Element element, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals(name)) {
                found.add((Element) child);
            }
        }
        return found;
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            problems.add(problem.replace('"', '\''));
        }
    }
}
