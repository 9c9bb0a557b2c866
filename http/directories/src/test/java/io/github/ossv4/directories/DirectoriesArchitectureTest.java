// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ossv4.http.testing.ClientRules;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "io.github.ossv4.directories", importOptions = ImportOption.DoNotIncludeTests.class)
class DirectoriesArchitectureTest {
    @ArchTest
    static final ArchTests CLIENT = ArchTests.in(ClientRules.class);

    /** Directories use the public client, and the files that it transfers. */
    @ArchTest
    static final ArchRule USES_THE_PUBLIC_CLIENT = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("io.github.ossv4.http.internal..")
                    .and(not(resideInAPackage("io.github.ossv4.http.internal.file"))));

    @ArchTest
    static final ArchRule INTERNAL_CLASSES_DO_NOT_USE_THE_PUBLIC_ONE = noClasses()
            .that()
            .resideInAPackage("io.github.ossv4.directories.internal")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Directories.class);

    /**
     * Only {@code Deletion} and {@code ListedDeletion} delete files and objects that the user did not name. The others
     * delete files that they made.
     */
    @ArchTest
    static void deletionsAreInKnownClasses(JavaClasses classes) {
        assertEquals(
                new TreeSet<>(Set.of("Deletion", "ListedDeletion", "DirectoryBelow", "DownloadDirectory")),
                classes.stream()
                        .flatMap(from -> from.getAccessesFromSelf().stream())
                        .filter(DirectoriesArchitectureTest::deletes)
                        .map(access -> access.getOriginOwner().getName().replaceAll(".*\\.|\\$.*", ""))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static boolean deletes(JavaAccess<?> access) {
        return switch (access.getTargetOwner().getSimpleName()) {
            case "AsyncBucketClient", "BucketClient", "Files", "OpenDirectory", "SecureDirectoryStream" ->
                access.getName().startsWith("delete");
            default -> false;
        };
    }
}
