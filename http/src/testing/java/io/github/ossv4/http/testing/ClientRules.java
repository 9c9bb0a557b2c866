// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Stream;

/** The rules of all modules of the client. */
public final class ClientRules {
    private ClientRules() {}

    @ArchTest
    static final ArchRule DEPENDS_ON_THE_CLIENT_CORE_AND_OKHTTP_ONLY = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.ossv4.http..",
                    "io.github.ossv4.credentials..",
                    "io.github.ossv4.directories..",
                    "io.github.ossv4.sign..",
                    "io.github.ossv4.checksum..",
                    "io.github.ossv4.callback..",
                    "io.github.ossv4.form..",
                    "io.github.ossv4.list..",
                    "io.github.ossv4.multipart..",
                    "io.github.ossv4.object..",
                    "io.github.ossv4.error..",
                    "io.github.ossv4.internal.canonical..",
                    "io.github.ossv4.internal.error..",
                    "io.github.ossv4.internal.json..",
                    "io.github.ossv4.internal.redaction..",
                    "io.github.ossv4.internal.serial..",
                    "io.github.ossv4.internal.text..",
                    "io.github.ossv4.internal.xml..",
                    "io.github.ossv4.text..",
                    "java..",
                    "javax.net..",
                    "javax.crypto..",
                    "okhttp3..",
                    "okio..",
                    "kotlin..",
                    "com.fasterxml.jackson.core..",
                    "org.jspecify.annotations..");

    /**
     * Only results, exceptions and their fields are serializable. Spark and Flink refuse a task that refers to a
     * client, credentials or a presigned URL. Uses reflection, since ArchUnit does not import the JDK here.
     */
    @ArchTest
    static void serializableClassesHaveNoSecrets(JavaClasses client) {
        Set<String> results = Set.of("Advice", "StoredObject", "PutResult", "CopyResult", "RelayedResponse");
        List<Object> others = new ArrayList<>();
        for (JavaClass each : client) {
            Class<?> type = each.reflect();
            if (!isSerializable(type) || type.isEnum()) {
                continue;
            }
            if (!Throwable.class.isAssignableFrom(type) && !results.contains(type.getSimpleName())) {
                others.add(type);
            }
            Stream.of(type.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()) && !isSerializable(field.getType()))
                    .forEach(others::add);
        }
        if (!others.isEmpty()) {
            throw new AssertionError("serializable: " + others);
        }
    }

    private static boolean isSerializable(Class<?> type) {
        return type.isPrimitive() || Serializable.class.isAssignableFrom(type);
    }

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

    /**
     * Only an abandoned stream is printed, by {@link Throwable#printStackTrace()}, if a system property requests it.
     */
    @ArchTest
    static final ArchRule DOES_NOT_PRINT =
            noClasses().should().dependOnClassesThat().belongToAnyOf(PrintStream.class);

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
}
