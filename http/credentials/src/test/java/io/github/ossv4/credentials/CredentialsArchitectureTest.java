// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ossv4.http.testing.ClientRules;

@AnalyzeClasses(packages = "io.github.ossv4.credentials", importOptions = ImportOption.DoNotIncludeTests.class)
class CredentialsArchitectureTest {
    @ArchTest
    static final ArchRule IS_INDEPENDENT_OF_THE_CLIENT = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.github.ossv4.http", "io.github.ossv4.http.internal..");

    @ArchTest
    static final ArchTests CLIENT = ArchTests.in(ClientRules.class);
}
