// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.EmulatorProcess;
import io.github.ossv4.emulator.testing.JavaProgram;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestForm;
import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.xml.parsers.DocumentBuilderFactory;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The packaged jar, which contains its libraries: what is in it, and that it runs whatever libraries others have. */
class EmulatorJarIT {
    static final Path JAR = Path.of(System.getProperty("emulator.jar"));

    private static final Path OLDER_LIBRARIES = JAR.resolveSibling("older-libraries");
    private static final Path OLDER_JUNIT = JAR.resolveSibling("older-junit");

    /**
     * Starts of the names of classes that the relocated libraries use if they are present, annotations, loggers, TLS
     * and newer JDKs, and of those that only methods use which nothing calls.
     */
    private static final Set<String> OPTIONAL = Set.of(
            "io.github.ossv4.emulator.shaded.io.netty.internal.tcnative",
            "io.github.ossv4.emulator.shaded.kotlin.collections.unsigned",
            "io.github.ossv4.emulator.shaded.kotlin.io.path",
            "io.github.ossv4.emulator.shaded.okhttp3.internal.ws",
            "io.github.ossv4.emulator.shaded.okio.Cipher",
            "io.github.ossv4.emulator.shaded.okio.NioFileSystemWrappingFileSystem",
            "io.github.ossv4.emulator.shaded.okio.Pipe",
            "io.github.ossv4.emulator.shaded.okio.Zip",
            "io.github.ossv4.emulator.shaded.okio.internal.PipeSocket",
            "io.github.ossv4.emulator.shaded.okio.internal.Zip",
            "io.github.ossv4.emulator.shaded.org.intellij",
            "io.github.ossv4.emulator.shaded.org.jetbrains",
            "java.lang.foreign",
            "org.apache.log4j",
            "org.apache.logging.log4j",
            "org.bouncycastle.jsse",
            "org.codehaus.mojo.animal_sniffer",
            "org.conscrypt",
            "org.openjsse",
            "org.osgi.annotation",
            "org.slf4j");

    /** Netty can use other implementations of TLS than that of the JDK, which are left out. */
    private static final String TLS_OF_NETTY = "io.github.ossv4.emulator.shaded.io.netty.handler.ssl";

    private static String classPath(Path... entries) {
        return Stream.of(entries).map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    static Stream<Arguments> commands() {
        String main = "io.github.ossv4.emulator.Main";
        return Stream.of(
                Arguments.of("java -jar", java("-jar", JAR.toString())),
                Arguments.of(
                        "class path, after older versions of its libraries",
                        java("-cp", classPath(OLDER_LIBRARIES.resolve("*"), JAR), main)),
                Arguments.of("module path", java("-p", JAR.toString(), "-m", "io.github.ossv4.emulator/" + main)));
    }

    private static List<String> java(String... arguments) {
        return Stream.concat(JavaProgram.SHORT_LIVED.stream(), Stream.of(arguments))
                .toList();
    }

    /** The jar lacks libraries that only annotations need. */
    @Test
    void startsAgainWithItsDirectory(@TempDir Path directory) throws Exception {
        for (int status : new int[] {404, 200}) {
            try (EmulatorProcess emulator =
                    EmulatorProcess.start(java("-jar", JAR.toString()), "--persist", directory.toString())) {
                assertEquals(
                        status, SignedRequest.of(emulator, "GET", "a").send().status());
                assertEquals(
                        200,
                        SignedRequest.of(emulator, "PUT", "a")
                                .length(1)
                                .send("x")
                                .status());
            }
        }
    }

    /** A build writes a new jar while the emulator runs from the old one. */
    @Test
    void servesAfterItsJarWasOverwritten(@TempDir Path directory) throws Exception {
        Path jar = Files.copy(JAR, directory.resolve("emulator.jar"));
        try (AppServer server = AppServer.good();
                EmulatorProcess emulator = EmulatorProcess.start(
                        java("-jar", jar.toString()),
                        "--https",
                        "0",
                        "--callback-target",
                        "127.0.0.1:" + server.port())) {
            awaitEndOfThread(emulator.process().pid(), "ossv4-emulator-classes");
            Files.write(jar, new byte[(int) Files.size(jar)]);

            Callback callback =
                    Callback.builder(server.url("/")).formBody("size=${size}").build();
            RawResponse put = SignedRequest.of(emulator, "PUT", "a")
                    .length(5)
                    .callback(callback)
                    .send("hello");
            assertEquals(200, put.status(), put.text());
            assertEquals("hello", SignedRequest.of(emulator, "GET", "a").send().text());
            assertEquals(
                    200,
                    SignedRequest.of(emulator, "GET", "")
                            .query("list-type", "2")
                            .send()
                            .status());
            assertEquals(
                    200,
                    SignedRequest.of(emulator, "POST", "b")
                            .query("uploads", null)
                            .send()
                            .status());
        }
    }

    private static void awaitEndOfThread(long pid, String name) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String threads;
        do {
            Process printed = new ProcessBuilder(jcmd, Long.toString(pid), "Thread.print").start();
            threads = new String(printed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(threads.contains("Full thread dump"), threads);
        } while (threads.contains(name));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void uploadsWithCallback(String name, List<String> java) throws Exception {
        try (AppServer server = AppServer.good();
                EmulatorProcess emulator =
                        EmulatorProcess.start(java, "--callback-target", "127.0.0.1:" + server.port())) {
            Callback callback =
                    Callback.builder(server.url("/")).formBody("size=${size}").build();

            RawResponse put = SignedRequest.of(emulator, "PUT", "a")
                    .length(5)
                    .callback(callback)
                    .send("hello");
            assertEquals(200, put.status(), put.text());
            assertEquals("{\"Status\":\"OK\"}", put.text());
            assertEquals("size=5", server.take().text());
            assertEquals("hello", SignedRequest.of(emulator, "GET", "a").send().text());

            RawResponse form = TestForm.of(emulator, Instant.now())
                    .expiration("2120-01-01T00:00:00Z")
                    .key("b")
                    .send();
            assertEquals(204, form.status(), form.text());
            assertEquals("hello", SignedRequest.of(emulator, "GET", "b").send().text());
        }
    }

    /** Parts of Netty's TLS are left out of the jar. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("commands")
    void servesHttps(String name, List<String> java, @TempDir Path directory) throws Exception {
        Path ca = directory.resolve("ca.pem");
        Path ports = directory.resolve("ports");
        Path ready = directory.resolve("ready");
        try (EmulatorProcess emulator = EmulatorProcess.start(
                java,
                "--https",
                "--ca-file",
                ca.toString(),
                "--port-file",
                ports.toString(),
                "--ready-file",
                ready.toString())) {
            assertEquals("http://127.0.0.1:" + emulator.port() + "\n", Files.readString(ready));
            HandshakeCertificates trust = new HandshakeCertificates.Builder()
                    .addTrustedCertificate(Certificates.decodeCertificatePem(Files.readString(ca)))
                    .build();
            int port = Integer.parseInt(Files.readAllLines(ports).get(1));
            for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
                try (SSLSocket socket = (SSLSocket) trust.sslSocketFactory().createSocket("localhost", port)) {
                    socket.setEnabledProtocols(new String[] {protocol});
                    try (RawConnection connection = new RawConnection(socket)) {
                        connection.send("GET /-/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
                        assertEquals("ok\n", connection.read().text());
                    }
                }
            }
            try (SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket("localhost", port)) {
                assertThrows(SSLHandshakeException.class, socket::startHandshake);
            }
        }
        assertFalse(Files.exists(ready));
        assertFalse(Files.exists(ports));
        assertTrue(Files.exists(ca));
    }

    /** Otherwise the test above would prove nothing. */
    @Test
    void olderLibrariesAreComplete() throws IOException {
        try (Stream<Path> jars = Files.list(OLDER_LIBRARIES)) {
            assertEquals(
                    Set.of(
                            "jackson-core-2.9.10.jar",
                            "kotlin-stdlib-1.6.21.jar",
                            "netty-codec-http-4.1.109.Final.jar",
                            "netty-common-4.1.109.Final.jar",
                            "netty-transport-4.1.109.Final.jar",
                            "okhttp-3.14.9.jar",
                            "okio-1.17.2.jar"),
                    jars.map(jar -> jar.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void runsExtensionWithOlderJUnit() throws Exception {
        Path console;
        try (Stream<Path> jars = Files.list(OLDER_JUNIT)) {
            console = jars.findAny().orElseThrow();
        }
        Path tests = Path.of(EmulatorJarIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        String output = JavaProgram.run(List.of(
                "-cp",
                classPath(console, OLDER_LIBRARIES.resolve("*"), JAR, tests),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--select-class",
                "io.github.ossv4.emulator.junit.ExtensionExample"));
        assertTrue(output.contains("[         2 tests successful      ]"), output);
        assertTrue(output.contains("[         0 tests failed          ]"), output);
    }

    @Test
    void containsOwnPackagesOnly() throws IOException {
        Set<String> others = new TreeSet<>();
        Set<String> duplicates = new HashSet<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                assertTrue(duplicates.add(name), () -> name + " twice");
                if (!entry.isDirectory() && !name.startsWith("io/github/ossv4/emulator/")) {
                    others.add(name);
                }
            }
        }
        assertEquals(
                Set.of(
                        "META-INF/FastDoubleParser-LICENSE",
                        "META-INF/FastDoubleParser-ThirdParty-LICENSE",
                        "META-INF/LICENSE",
                        "META-INF/MANIFEST.MF",
                        "META-INF/NOTICE",
                        "META-INF/Schubfach-LICENSE",
                        "module-info.class"),
                others);
    }

    @Test
    void keepsNotices() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String notice = text(jar, "META-INF/NOTICE");
            assertTrue(notice.startsWith("ossv4-emulator, "), notice);
            for (String library : List.of("Netty", "JCTools", "OkHttp", "Okio", "Kotlin", "Copyright 2007-, Tatu")) {
                assertTrue(notice.contains(library), library);
            }
            assertEquals(Files.readString(Path.of("..", "..", "LICENSE")), text(jar, "META-INF/LICENSE"));
        }
    }

    private static String text(JarFile jar, String entry) throws IOException {
        return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
    }

    static ModuleDescriptor descriptor() {
        return ModuleFinder.of(JAR)
                .find("io.github.ossv4.emulator")
                .orElseThrow()
                .descriptor();
    }

    /** Fails if a class was not relocated, or was removed although it is used. */
    @Test
    @Tag("full")
    void usesOwnClassesAndRequiredModulesOnly() throws IOException {
        Map<String, String> modules = jdkModulesByPackage();
        Set<String> required = new TreeSet<>();
        Set<String> unused = new TreeSet<>();
        for (ModuleDescriptor.Requires each : descriptor().requires()) {
            required.add(each.name());
            if (!each.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC)) {
                unused.add(each.name());
            }
        }
        Set<String> missing = new TreeSet<>();
        JavaClasses classes = classes();
        assertTrue(classes.contain(Emulator.class));
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass used = dependency.getTargetClass().getBaseComponentType();
                String module = modules.getOrDefault(used.getPackageName(), "");
                unused.remove(module);
                if (!used.isPrimitive()
                        && !classes.contain(used.getName())
                        && !(module.isEmpty() ? isOptional(used, type) : required.contains(module))) {
                    missing.add(type.getName() + " uses " + used.getName());
                }
            }
        }
        assertEquals(Set.of(), missing);
        assertEquals(Set.of(), unused);
    }

    private static JavaClasses classes() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            return ArchConfiguration.withThreadLocalScope(configuration -> {
                configuration.setResolveMissingDependenciesFromClassPath(false);
                return new ClassFileImporter().importJar(jar);
            });
        }
    }

    private static Map<String, String> jdkModulesByPackage() {
        Map<String, String> modules = new HashMap<>();
        for (ModuleReference module : ModuleFinder.ofSystem().findAll()) {
            module.descriptor()
                    .packages()
                    .forEach(name -> modules.put(name, module.descriptor().name()));
        }
        return modules;
    }

    /** Returns whether a class that is neither in the jar nor in the JDK may be used. */
    private static boolean isOptional(JavaClass used, JavaClass user) {
        String name = used.getName();
        return name.startsWith("org.jspecify.")
                || (name.startsWith(TLS_OF_NETTY) && user.getPackageName().startsWith(TLS_OF_NETTY))
                || (name.startsWith("org.junit.jupiter.api.")
                        && user.getPackageName().endsWith(".emulator.junit"))
                || (OPTIONAL.stream().anyMatch(name::startsWith)
                        && user.getPackageName().startsWith("io.github.ossv4.emulator.shaded."));
    }

    @Test
    void dependsOnAnnotationsAndJUnitOfItsUser() throws Exception {
        NodeList dependencies = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new File("dependency-reduced-pom.xml"))
                .getElementsByTagName("dependency");
        Set<String> published = new TreeSet<>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element dependency = (Element) dependencies.item(i);
            if (!text(dependency, "scope").equals("test")) {
                published.add(text(dependency, "artifactId") + " " + text(dependency, "scope"));
            }
        }
        assertEquals(Set.of("jspecify compile", "junit-jupiter-api provided"), published);
    }

    private static String text(Element parent, String name) {
        NodeList children = parent.getElementsByTagName(name);
        return children.getLength() == 0 ? "" : children.item(0).getTextContent();
    }
}
