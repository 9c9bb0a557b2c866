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
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ossv4.http.internal.operation.DeleteObject;
import io.github.ossv4.http.testing.ClientRules;
import io.github.ossv4.sign.Authorization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.github.ossv4.http", importOptions = ImportOption.DoNotIncludeTests.class)
class HttpArchitectureTest {
    @ArchTest
    static final ArchTests CLIENT = ArchTests.in(ClientRules.class);

    /** Only core signs and compares signatures. */
    @ArchTest
    static final ArchRule PARSES_NO_SIGNATURES = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Authorization.class)
            .orShould()
            .dependOnClassesThat(resideInAPackage("javax.crypto.."));

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
     * The client deletes the objects that its caller names, and the other classes delete files that they made:
     * temporary files, checkpoints and locks.
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

    /** In the sources: the compiler adds such calls to a try with resources. */
    @Test
    void suppressesExceptionsAtOnePlace() throws IOException {
        for (String module : List.of("", "credentials/", "directories/")) {
            try (Stream<Path> sources = Files.walk(Path.of(module + "src/main/java"))) {
                List<Path> callers = sources.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.endsWith("Suppressed.java"))
                        .filter(file -> contains(file, "addSuppressed"))
                        .toList();
                assertEquals(List.of(), callers, "call Suppressed.add: an exception does not suppress itself");
            }
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
