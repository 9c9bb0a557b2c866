// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * Checks the artifacts that {@code mvn verify -Pchecks} built, before they are published: licence, manifest, times,
 * libraries in the SBOM. With a second folder as argument, each artifact must be the same there, byte for byte.
 *
 * <p>Run it at the root: {@code java .github/checks/PublishedArtifacts.java [FOLDER]}.
 */
class PublishedArtifacts {
    private static final Set<String> OF_HTTP =
            Set.of("ossv4-core", "jackson-core", "jspecify", "okhttp-jvm", "okhttp", "okio-jvm", "kotlin-stdlib");

    /** The libraries that each SBOM lists. */
    private static final Map<String, Set<String>> LIBRARIES = Map.of(
            "ossv4-core", Set.of("jackson-core", "jspecify"),
            "ossv4-explain", Set.of("ossv4-core", "jackson-core", "jspecify"),
            "ossv4-http", OF_HTTP,
            "ossv4-credentials", union(OF_HTTP, "ossv4-http"),
            "ossv4-directories", union(OF_HTTP, "ossv4-http"),
            "ossv4-servlet", union(OF_HTTP, "ossv4-http"),
            "ossv4-emulator",
                    union(
                            OF_HTTP,
                            "ossv4-explain",
                            "netty-buffer",
                            "netty-codec-base",
                            "netty-codec-compression",
                            "netty-codec-http",
                            "netty-common",
                            "netty-handler",
                            "netty-resolver",
                            "netty-transport",
                            "netty-transport-native-unix-common",
                            "okhttp-tls"));

    /** The packages of other projects inside the emulator's jar, below {@code io.github.ossv4.emulator.shaded}. */
    private static final Map<String, String> SHADED = Map.of(
            "com", "jackson-core",
            "io", "netty-codec-http",
            "kotlin", "kotlin-stdlib",
            "okhttp3", "okhttp-jvm",
            "okio", "okio-jvm");

    private final List<String> problems = new ArrayList<>();
    private final Map<String, Path> modules = modules();
    private final byte[] license;
    private final LocalDateTime time;
    private final String version;

    private PublishedArtifacts() throws Exception {
        Document parent = xml(Path.of("pom.xml"));
        license = Files.readAllBytes(Path.of("LICENSE"));
        version = text(parent, "version");
        time = OffsetDateTime.parse(text(parent, "project.build.outputTimestamp"))
                .toLocalDateTime();
    }

    public static void main(String[] arguments) throws Exception {
        PublishedArtifacts check = new PublishedArtifacts();
        check.require(check.modules.keySet().equals(LIBRARIES.keySet()), "published are " + check.modules.keySet());
        int artifacts = 0;
        for (Map.Entry<String, Path> module : check.modules.entrySet()) {
            Path target = module.getValue().resolve("target");
            String name = module.getKey() + "-" + check.version;
            Set<String> libraries = check.sbom(target.resolve("bom.xml"), module.getKey());
            check.jar(target.resolve(name + ".jar"), module.getKey(), libraries);
            check.jar(target.resolve(name + "-sources.jar"), null, libraries);
            Path reduced = module.getValue().resolve("dependency-reduced-pom.xml");
            List<Path> files = List.of(
                    target.resolve(name + ".jar"),
                    target.resolve(name + "-sources.jar"),
                    target.resolve(name + "-javadoc.jar"),
                    target.resolve("bom.json"),
                    target.resolve("bom.xml"),
                    Files.exists(reduced) ? reduced : module.getValue().resolve("pom.xml"));
            for (Path file : files) {
                artifacts++;
                check.require(Files.size(file) > 0, file + " is empty");
                if (arguments.length == 1) {
                    check.same(file, Path.of(arguments[0]).resolve(file));
                }
            }
        }
        check.problems.stream().limit(20).forEach(System.err::println);
        if (!check.problems.isEmpty()) {
            System.exit(1);
        }
        System.out.println(artifacts + " artifacts " + (arguments.length == 1 ? "are the same in both builds" : "checked"));
    }

    /** Returns the folders of the published modules by artifact id. */
    private static Map<String, Path> modules() throws Exception {
        Map<String, Path> modules = new LinkedHashMap<>();
        Element list = (Element) xml(Path.of("pom.xml")).getElementsByTagName("modules").item(0);
        for (String module : list.getTextContent().trim().split("\\s+")) {
            Document pom = xml(Path.of(module, "pom.xml"));
            if (text(pom, "maven.deploy.skip") == null) {
                modules.put(text(pom, "artifactId"), Path.of(module));
            }
        }
        return modules;
    }

    /** @param module the artifact id if this is the jar of classes */
    private void jar(Path file, String module, Set<String> libraries) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            JarEntry entry = jar.getJarEntry("META-INF/LICENSE");
            require(entry != null && Arrays.equals(license, jar.getInputStream(entry).readAllBytes()), file + " has no LICENSE");
            if (!"ossv4-emulator".equals(module)) { // The libraries inside have their own times.
                jar.stream()
                        .filter(each -> !each.getTimeLocal().equals(time))
                        .forEach(each -> problems.add(file + ": " + each + " is of " + each.getTimeLocal()));
            }
            Attributes manifest = jar.getManifest().getMainAttributes();
            if (module != null) {
                require(manifest.getValue("Implementation-Title") != null, file + " has no Implementation-Title");
                require(version.equals(manifest.getValue("Implementation-Version")), file + " has another version");
                require(jar.getJarEntry("module-info.class") != null, file + " has no module-info.class");
                require(jar.getJarEntry("META-INF/maven/io.github.ossv4/" + module + "/pom.properties") != null
                        || module.equals("ossv4-emulator"), file + " has no pom.properties");
            }
            for (Object attribute : manifest.keySet()) {
                require(
                        !Set.of("Built-By", "Build-Jdk", "Build-Os", "Bnd-LastModified").contains(attribute.toString()),
                        file + " depends on the machine: " + attribute);
            }
            if ("ossv4-emulator".equals(module)) {
                shaded(jar, libraries);
            }
        }
    }

    /** Checks that each package inside the emulator's jar is of a library in its SBOM. Unused classes are left out. */
    private void shaded(JarFile jar, Set<String> libraries) throws IOException {
        Set<String> expected = new TreeSet<>(SHADED.keySet());
        for (String library : libraries) {
            Path own = modules.get(library);
            if (own != null) {
                try (JarFile inside = new JarFile(own.resolve("target").resolve(library + "-" + version + ".jar").toFile())) {
                    expected.addAll(packages(inside, "io/github/ossv4/"));
                }
            }
        }
        Set<String> packages = packages(jar, "io/github/ossv4/emulator/shaded/");
        require(
                expected.containsAll(packages) && packages.containsAll(SHADED.keySet()),
                "packages inside the emulator's jar: " + packages);
        require(libraries.containsAll(SHADED.values()), "the SBOM of the emulator lists " + libraries);
    }

    /** Returns the first name below {@code root} of each package. */
    private static Set<String> packages(JarFile jar, String root) {
        return jar.stream()
                .map(JarEntry::getName)
                .filter(name -> name.startsWith(root) && name.endsWith(".class"))
                .map(name -> name.substring(root.length()).split("/")[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the artifact ids of the libraries. */
    private Set<String> sbom(Path file, String module) throws Exception {
        Document bom = xml(file);
        require(!bom.getDocumentElement().hasAttribute("serialNumber"), file + " has a random serial number");
        require(bom.getElementsByTagName("timestamp").getLength() == 0, file + " has the time of the build");
        Set<String> libraries = new TreeSet<>();
        Element components = null;
        for (org.w3c.dom.Node node = bom.getDocumentElement().getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals("components")) {
                components = (Element) node;
            }
        }
        require(components != null, file + " has no libraries");
        for (int i = 0; components != null && i < components.getElementsByTagName("component").getLength(); i++) {
            Element component = (Element) components.getElementsByTagName("component").item(i);
            String name = text(component, "name");
            require(text(component, "purl") != null, file + ": " + name + " has no purl");
            require(component.getElementsByTagName("hash").getLength() > 0, file + ": " + name + " has no hash");
            require(component.getElementsByTagName("license").getLength() > 0, file + ": " + name + " has no licence");
            Path own = modules.get(name);
            if (own != null) {
                String hash = sha256(own.resolve("target").resolve(name + "-" + version + ".jar"));
                // Maven skips SBOMs offline (-o).
                require(component.getTextContent().contains(hash), file + " is older than the jar of " + name);
            }
            libraries.add(name);
        }
        require(libraries.equals(new TreeSet<>(LIBRARIES.get(module))), file + " lists " + libraries);
        return libraries;
    }

    private static String sha256(Path file) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return String.format("%064x", new BigInteger(1, hash));
    }

    private void same(Path one, Path other) throws IOException {
        if (!Files.exists(other)) {
            problems.add(other + " does not exist");
        } else if (Files.mismatch(one, other) >= 0) {
            problems.add(one + " differs from " + other + (one.toString().endsWith(".jar") ? entries(one, other) : ""));
        }
    }

    private static String entries(Path one, Path other) throws IOException {
        Set<String> different = new TreeSet<>();
        try (JarFile first = new JarFile(one.toFile());
                JarFile second = new JarFile(other.toFile());
                Stream<JarEntry> entries = Stream.concat(first.stream(), second.stream())) {
            for (JarEntry entry : (Iterable<JarEntry>) entries::iterator) {
                if (!Arrays.equals(bytes(first, entry.getName()), bytes(second, entry.getName()))) {
                    different.add(entry.getName());
                }
            }
        }
        return " in " + different;
    }

    private static byte[] bytes(JarFile jar, String name) throws IOException {
        JarEntry entry = jar.getJarEntry(name);
        if (entry == null) {
            return null;
        }
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private void require(boolean condition, String problem) {
        if (!condition) {
            problems.add(problem);
        }
    }

    private static Document xml(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    /**
     * Returns the text of the first child, or property, of this name outside a parent declaration; null if there is none.
     */
    private static String text(org.w3c.dom.Node node, String name) {
        Element element = node instanceof Document document ? document.getDocumentElement() : (Element) node;
        for (org.w3c.dom.Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeName().equals(name)) {
                return child.getTextContent();
            }
            if (child.getNodeName().equals("properties") && text(child, name) != null) {
                return text(child, name);
            }
        }
        return null;
    }

    private static Set<String> union(Set<String> names, String... others) {
        Set<String> union = new TreeSet<>(names);
        union.addAll(Arrays.asList(others));
        return union;
    }
}
