// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.Owner;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.PushbackInputStream;
import java.io.Serializable;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;

/**
 * The rules of core: values and pure functions. Error Prone already rejects the default charset of {@code getBytes()},
 * the default locale of {@code toLowerCase()} and the default time zone of {@code LocalDate.now()}.
 */
@AnalyzeClasses(packages = "io.github.ossv4", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreArchitectureTest {
    @ArchTest
    static final ArchRule DEPENDS_ON_JDK_AND_JACKSON_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.ossv4..",
                    "java..",
                    "javax.xml.parsers..",
                    "org.xml.sax..",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify.annotations..");

    /**
     * Streams are those in memory only, and the body of a received callback, which its caller opens and closes.
     * IOException is thrown by Jackson, by SAX, by sources of callback keys and by that body.
     */
    @ArchTest
    static final ArchRule HAS_NO_IO = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..")
                    .or(resideInAPackage("java.io..")
                            .and(not(belongToAnyOf(
                                    InputStream.class,
                                    FilterInputStream.class,
                                    PushbackInputStream.class,
                                    CharConversionException.class,
                                    UnsupportedEncodingException.class,
                                    ByteArrayInputStream.class,
                                    ByteArrayOutputStream.class,
                                    StringReader.class,
                                    StringWriter.class,
                                    IOException.class,
                                    UncheckedIOException.class,
                                    InvalidObjectException.class,
                                    Serializable.class)))));

    /** Its caller opens each stream: the body of a callback, and lists, which may be too large for a small heap. */
    @ArchTest
    static final ArchRule READS_FEW_STREAMS = noClasses()
            .that()
            .doNotBelongToAnyOf(ReceivedCallback.class)
            .and()
            .resideOutsideOfPackages(
                    "io.github.ossv4.internal.xml", "io.github.ossv4.list", "io.github.ossv4.multipart")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(InputStream.class);

    @ArchTest
    static final ArchRule READS_NO_CLOCK = noClasses()
            .should()
            .accessTargetWhere(method("java.time", "now")
                    .or(method("java.lang.System", "currentTimeMillis", "nanoTime"))
                    .or(method("java.util.Date", "<init>"))
                    .or(method("java.util.Calendar", "getInstance")))
            .orShould()
            .dependOnClassesThat(assignableTo(Clock.class));

    /** The id of the current thread selects a slot of the signing key. */
    @ArchTest
    static final ArchRule HAS_NO_THREADS = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("java.util.concurrent..")
                    .and(not(resideInAPackage("java.util.concurrent.atomic..")))
                    .or(belongToAnyOf(ThreadLocal.class, java.util.Timer.class)))
            .orShould()
            .accessTargetWhere(
                    method("java.lang.Thread").and(not(method("java.lang.Thread", "currentThread", "getId"))));

    /** Package java.util.logging is in a module that core does not read. */
    @ArchTest
    static final ArchRule DOES_NOT_LOG = noClasses()
            .should()
            .accessTargetWhere(method("java.lang.System", "out", "err", "getLogger")
                    .or(method("java.lang.Throwable", "printStackTrace")));

    /** Spark and Flink refuse a task that refers to anything else, such as credentials or a signature. */
    @ArchTest
    static final ArchRule ONLY_VALUES_AND_EXCEPTIONS_ARE_SERIALIZABLE = classes()
            .that()
            .doNotBelongToAnyOf(UploadedPart.class, Part.class, PartPlan.class, ListedObject.class, Owner.class)
            .and()
            .areNotAssignableTo(Throwable.class)
            .and()
            .areNotEnums()
            .should()
            .notBeAssignableTo(Serializable.class);

    @ArchTest
    static final ArchRule SERIALIZABLE_CLASSES_HAVE_SERIALIZABLE_FIELDS = fields().that()
            .areNotStatic()
            .and()
            .areDeclaredInClassesThat(assignableTo(Serializable.class).and(not(assignableTo(Enum.class))))
            .should()
            .haveRawType(assignableTo(Serializable.class).or(describe("primitive", JavaClass::isPrimitive)));

    @ArchTest
    static final ArchRule HAS_NO_CYCLES_BETWEEN_PACKAGES =
            slices().matching("io.github.ossv4.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule USES_NO_DEFAULT_LOCALE_CHARSET_OR_TIME_ZONE = noClasses()
            .should()
            .accessTargetWhere(method("java.util.Locale", "getDefault")
                    .or(method("java.nio.charset.Charset", "defaultCharset"))
                    .or(method("java.time.ZoneId", "systemDefault"))
                    .or(method("java.util.TimeZone", "getDefault"))
                    .or(method("java.lang.String", "format", "formatted").and(withoutLocale()))
                    .or(method("java.time.format.DateTimeFormatter", "ofPattern")
                            .and(withoutLocale()))
                    .or(method("java.text").and(withoutLocale())));

    /** Accesses of a class, or of a package, by member name; of all members if there are no names. */
    private static DescribedPredicate<JavaAccess<?>> method(String classOrPackage, String... names) {
        Set<String> members = Set.copyOf(Arrays.asList(names));
        return describe(classOrPackage + " " + members, access -> {
            String owner = access.getTargetOwner().getName();
            return (owner.equals(classOrPackage) || owner.startsWith(classOrPackage + "."))
                    && (members.isEmpty() || members.contains(access.getTarget().getName()));
        });
    }

    private static DescribedPredicate<JavaAccess<?>> withoutLocale() {
        return describe(
                "without Locale", access -> !access.getTarget().getFullName().contains("java.util.Locale"));
    }
}
