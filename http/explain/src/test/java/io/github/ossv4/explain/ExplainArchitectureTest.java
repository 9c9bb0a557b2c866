// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.InputStream;
import java.time.Clock;

/** The rules of explain: values and pure functions, as in core. */
@AnalyzeClasses(packages = "io.github.ossv4.explain", importOptions = ImportOption.DoNotIncludeTests.class)
class ExplainArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_JDK_AND_CORE_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.ossv4.callback",
                    "io.github.ossv4.internal.canonical",
                    "io.github.ossv4.internal.digest",
                    "io.github.ossv4.internal.error",
                    "io.github.ossv4.error",
                    "io.github.ossv4.explain",
                    "io.github.ossv4.internal.json",
                    "io.github.ossv4.object",
                    "io.github.ossv4.sign",
                    "io.github.ossv4.text",
                    "io.github.ossv4.internal.text",
                    "io.github.ossv4.internal.xml",
                    "java.io",
                    "java.lang..",
                    "java.math",
                    "java.nio.charset",
                    "java.security",
                    "java.text",
                    "java.time..",
                    "java.util",
                    "java.util.function",
                    "java.util.regex",
                    "java.util.stream",
                    "org.jspecify.annotations");

    @ArchTest
    static final ArchRule HAS_NO_IO_AND_NO_CLOCK = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Clock.class, InputStream.class)
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES_OF_FILES =
            SlicesRuleDefinition.slices().assignedFrom(new Files()).should().beFreeOfCycles();

    /** A class with those inside it. */
    private static final class Files implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith("io.github.ossv4.explain")
                    ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "files";
        }
    }
}
