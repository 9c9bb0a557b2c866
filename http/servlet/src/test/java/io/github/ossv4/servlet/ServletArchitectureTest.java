// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;

@AnalyzeClasses(packages = "io.github.ossv4.servlet", importOptions = ImportOption.DoNotIncludeTests.class)
class ServletArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_CORE_HTTP_AND_SERVERS_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.ossv4.servlet..",
                    "io.github.ossv4.callback..",
                    "io.github.ossv4.http..",
                    "io.github.ossv4.internal.text..",
                    "java..",
                    "jakarta.servlet..",
                    "jakarta.annotation..",
                    "com.sun.net.httpserver..",
                    "org.jspecify.annotations..");

    /** Reflection over an endpoint must work without the API of a server that is not used. */
    @ArchTest
    static final ArchRule ONLY_ADAPTERS_DEPEND_ON_SERVERS = noClasses()
            .that()
            .doNotBelongToAnyOf(CallbackFilter.class, CallbackHttpHandler.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "com.sun.net.httpserver..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(CallbackFilter.class, CallbackHttpHandler.class);

    @ArchTest
    static final ArchRule ADAPTERS_ARE_INDEPENDENT = noClasses()
            .that()
            .belongToAnyOf(CallbackFilter.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.sun.net.httpserver..");

    @ArchTest
    static final ArchRule DOES_NOT_PRINT =
            noClasses().should().dependOnClassesThat().belongToAnyOf(PrintStream.class);
}
