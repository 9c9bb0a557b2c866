// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;

/** The dependencies of the emulator's classes. */
@AnalyzeClasses(packages = EmulatorArchitectureTest.ROOT, importOptions = ImportOption.DoNotIncludeTests.class)
class EmulatorArchitectureTest {
    static final String ROOT = "io.github.ossv4.emulator";
    private static final String INTERNAL = ROOT + ".internal";

    @ArchTest
    static final ArchRule DOES_NOT_USE_THE_CLIENT =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.github.ossv4.http..");

    @ArchTest
    static final ArchRule MACHINERY_DOES_NOT_USE_THE_API = noClasses()
            .that()
            .resideInAPackage(INTERNAL + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ROOT, ROOT + ".junit");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().assignedFrom(new SliceAssignment() {
                @Override
                public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                    return SliceIdentifier.of(javaClass.getPackageName());
                }

                @Override
                public String getDescription() {
                    return "packages";
                }
            })
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_WIRE_USES_NETTY = noClasses()
            .that()
            .resideOutsideOfPackage(INTERNAL + ".wire")
            .should()
            .dependOnClassesThat(resideInAPackage("io.netty..")
                    .and(describe(
                            "are not buffers", used -> !used.getPackageName().equals("io.netty.buffer"))));

    @ArchTest
    static final ArchRule ONLY_THE_EXTENSION_USES_JUNIT = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".junit")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.junit..");

    /** Pieces of request bodies are buffers of Netty. */
    @ArchTest
    static final ArchRule ONLY_BODIES_ARE_NETTY_BUFFERS = noClasses()
            .that()
            .resideOutsideOfPackages(INTERNAL + ".wire", INTERNAL + ".form", INTERNAL + ".operation")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty.buffer..");

    private static final Set<String> DEFAULTS = Set.of(
            signature(String.class, "toLowerCase"),
            signature(String.class, "toUpperCase"),
            signature(String.class, "getBytes"),
            signature(String.class, "format", String.class, Object[].class),
            signature(String.class, "formatted", Object[].class),
            signature(String.class, "<init>", byte[].class),
            signature(String.class, "<init>", byte[].class, int.class, int.class),
            signature(Locale.class, "getDefault"),
            signature(Locale.class, "getDefault", Locale.Category.class),
            signature(Charset.class, "defaultCharset"),
            signature(TimeZone.class, "getDefault"),
            signature(ZoneId.class, "systemDefault"),
            signature(Clock.class, "systemDefaultZone"),
            signature(LocalDateTime.class, "now"),
            signature(ZonedDateTime.class, "now"),
            signature(DateTimeFormatter.class, "ofPattern", String.class),
            signature(java.io.InputStreamReader.class, "<init>", java.io.InputStream.class),
            signature(java.io.OutputStreamWriter.class, "<init>", java.io.OutputStream.class),
            signature(java.io.PrintStream.class, "<init>", java.io.OutputStream.class),
            signature(java.io.ByteArrayOutputStream.class, "toString"));

    private static String signature(Class<?> owner, String method, Class<?>... parameters) {
        List<String> names = new ArrayList<>();
        for (Class<?> parameter : parameters) {
            names.add(parameter.getName());
        }
        return owner.getName() + "." + method + "(" + String.join(", ", names) + ")";
    }

    @ArchTest
    static final ArchRule USES_NO_DEFAULT_LOCALE_CHARSET_OR_ZONE = noClasses()
            .should()
            .accessTargetWhere(describe(
                    "the result depends on the default locale, charset or time zone",
                    (JavaAccess<?> access) ->
                            DEFAULTS.contains(access.getTarget().getFullName())));
}
