// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ossv4.http.internal.operation.DeleteObject;
import io.github.ossv4.sign.Authorization;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.github.ossv4.http", importOptions = ImportOption.DoNotIncludeTests.class)
class HttpArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_CORE_AND_OKHTTP_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.ossv4.http..",
                    "io.github.ossv4.sign..",
                    "io.github.ossv4.checksum..",
                    "io.github.ossv4.callback..",
                    "io.github.ossv4.form..",
                    "io.github.ossv4.list..",
                    "io.github.ossv4.multipart..",
                    "io.github.ossv4.object..",
                    "io.github.ossv4.error..",
                    "io.github.ossv4.internal.json..",
                    "io.github.ossv4.xml..",
                    "io.github.ossv4.text..",
                    "java..",
                    "javax.net..",
                    "javax.crypto..",
                    "okhttp3..",
                    "okio..",
                    "kotlin..",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify.annotations..");

    /** Only core signs and compares signatures. */
    @ArchTest
    static final ArchRule PARSES_NO_SIGNATURES = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Authorization.class)
            .orShould()
            .dependOnClassesThat(resideInAPackage("javax.crypto.."));

    @ArchTest
    static final ArchRule SENDS_THROUGH_OKHTTP_ALONE = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(HttpURLConnection.class)
            .orShould()
            .callMethod(URL.class, "openConnection");

    @ArchTest
    static final ArchRule READS_THE_CLOCK_IT_WAS_GIVEN = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule DOES_NOT_PRINT =
            noClasses().should().dependOnClassesThat().belongToAnyOf(PrintStream.class);

    private static final String[] INTERNAL = {
        "redaction", "credentials", "file", "okhttp", "call", "operation", "transfer"
    };

    /** Each internal package uses only those before it. */
    @ArchTest
    static void internalPackagesHaveAnOrder(JavaClasses http) {
        for (int i = 0; i < INTERNAL.length - 1; i++) {
            String[] later = Arrays.stream(INTERNAL, i + 1, INTERNAL.length)
                    .map(name -> "io.github.ossv4.http.internal." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.github.ossv4.http.internal." + INTERNAL[i] + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later)
                    .check(http);
        }
    }

    @ArchTest
    static final ArchRule INTERNAL_PACKAGES_ARE_THE_KNOWN_ONES = classes()
            .that()
            .resideInAPackage("io.github.ossv4.http.internal..")
            .should()
            .resideInAnyPackage(Arrays.stream(INTERNAL)
                    .map(name -> "io.github.ossv4.http.internal." + name)
                    .toArray(String[]::new));

    /**
     * Only {@code Deletion} deletes files and objects that the user did not name. The client deletes the objects that its caller
     * names, and the other classes delete files that they made: temporary files, checkpoints and locks.
     */
    @ArchTest
    static void deletionsAreInKnownClasses(JavaClasses http) {
        assertEquals(
                new TreeSet<>(Set.of(
                        "AsyncBucketClient",
                        "BucketClient",
                        "CheckpointFile",
                        "CheckpointLock",
                        "DeleteAll",
                        "Deletion",
                        "DownloadDirectory",
                        "OpenDirectory",
                        "TargetFile")),
                http.stream()
                        .flatMap(from -> from.getAccessesFromSelf().stream())
                        .filter(HttpArchitectureTest::deletes)
                        .map(access -> access.getOriginOwner().getName().replaceAll(".*\\.|\\$.*", ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static boolean deletes(JavaAccess<?> access) {
        JavaClass from = access.getOriginOwner();
        return switch (access.getTargetOwner().getSimpleName()) {
            case "DeleteAll" -> !from.getName().contains("DeleteAll");
            case "DeleteObject" -> access.getName().equals("exchange") && !from.isEquivalentTo(DeleteObject.class);
            case "Files", "OpenDirectory" -> access.getName().startsWith("delete");
            default -> false;
        };
    }

    /** Internal classes use the values of the client, never the client. */
    @ArchTest
    static final ArchRule INTERNAL_PACKAGES_DO_NOT_USE_THE_CLIENT = noClasses()
            .that()
            .resideInAPackage("io.github.ossv4.http.internal..")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(BucketClient.class, AsyncBucketClient.class);

    /** The packages that an application can use without a client. */
    @ArchTest
    static final ArchRule CREDENTIALS_AND_CALLBACK_ARE_INDEPENDENT_OF_THE_CLIENT = noClasses()
            .that()
            .resideInAnyPackage("io.github.ossv4.http.credentials..", "io.github.ossv4.http.callback..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.ossv4.http",
                    "io.github.ossv4.http.internal.file..",
                    "io.github.ossv4.http.internal.call..",
                    "io.github.ossv4.http.internal.operation..",
                    "io.github.ossv4.http.internal.transfer..");

    @ArchTest
    static final ArchRule USES_NO_DEFAULT_LOCALE_CHARSET_OR_TIME_ZONE = noClasses()
            .should()
            .callMethod(Locale.class, "getDefault")
            .orShould()
            .callMethod(Charset.class, "defaultCharset")
            .orShould()
            .callMethod(ZoneId.class, "systemDefault")
            .orShould()
            .callMethod(TimeZone.class, "getDefault")
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class);

    /** In the sources: the compiler adds such calls to a try with resources. */
    @Test
    void suppressesExceptionsAtOnePlace() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            List<Path> callers = sources.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("Suppressed.java"))
                    .filter(file -> contains(file, "addSuppressed"))
                    .toList();
            assertEquals(List.of(), callers, "call Suppressed.add: an exception does not suppress itself");
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
