// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ossv4.http.BucketClient;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Collectors;

/** The dependencies of the command line's classes: root, then commands, then bucket, then output. */
@AnalyzeClasses(packages = CliArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class CliArchitectureTest {
    static final String ROOT = "io.github.ossv4.cli";

    @ArchTest
    static final ArchRule OUTPUT_USES_NO_OTHER_PACKAGE = noClasses()
            .that()
            .resideInAPackage(ROOT + ".output")
            .should()
            .dependOnClassesThat(resideInAPackage(ROOT + "..")
                    .and(resideOutsideOfPackage(ROOT + ".output"))
                    .or(resideInAPackage("io.github.ossv4.http..")));

    @ArchTest
    static final ArchRule BUCKET_USES_NO_COMMAND = noClasses()
            .that()
            .resideInAPackage(ROOT + ".bucket")
            .should()
            .dependOnClassesThat(
                    resideInAPackage(ROOT + "..").and(resideOutsideOfPackages(ROOT + ".output", ROOT + ".bucket")));

    @ArchTest
    static final ArchRule COMMANDS_DO_NOT_USE_EACH_OTHER =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

    /** The emulator starts slowly, and is used by one command only. */
    @ArchTest
    static final ArchRule ONE_PACKAGE_USES_THE_EMULATOR = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".emulator")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.ossv4.emulator..");

    @ArchTest
    static final ArchRule NO_LOGGER =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging..");

    /**
     * {@code ObjectDeletion} deletes what users name, the library what a sync finds; the others delete what they made.
     */
    @ArchTest
    static void deletionsAreInKnownClasses(JavaClasses cli) {
        assertEquals(
                Set.of("ObjectDeletion", "Examination", "RunLog"),
                cli.stream()
                        .flatMap(from -> from.getAccessesFromSelf().stream())
                        .filter(access -> access.getName().matches("delete(?!Tags).*")
                                && (access.getTargetOwner().isEquivalentTo(BucketClient.class)
                                        || access.getTargetOwner().isEquivalentTo(Files.class)))
                        .map(access -> access.getOriginOwner().getName().replaceAll(".*\\.|\\$.*", ""))
                        .collect(Collectors.toSet()));
    }
}
