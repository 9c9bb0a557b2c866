// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.net.URL;
import java.security.CodeSource;
import java.util.Objects;
import kotlin.KotlinVersion;
import okhttp3.OkHttp;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a version of OkHttp that is too old, or that does not load with the version of Kotlin on the class path. A
 * build tool may select such a version because another dependency declares it. With OkHttp 3.14, for example, sending a
 * body fails, and the next object is stored with wrong bytes. Stateless.
 *
 * <p>Rule: An OkHttp that is too old is rejected before any request; signing and verifying need none ({@code
 * RequiredVersionsOfClassPathTest}).
 */
public final class RequiredVersions {
    private static final int MAJOR = 4;
    private static final int MINOR = 12;
    private static final String MINIMUM = MAJOR + "." + MINOR;

    private RequiredVersions() {}

    /**
     * Checks the version of OkHttp. Call it before any other class of OkHttp is used.
     *
     * @throws IllegalStateException if it is older than 4.12 or missing, or if Kotlin is too old for it; the message
     *     contains the remedy
     */
    public static void check() {
        String problem = Checked.PROBLEM;
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
    }

    /** Checks once, when the class is initialized. */
    private static final class Checked {
        static final @Nullable String PROBLEM = firstProblem();
    }

    private static @Nullable String firstProblem() {
        String problem = problem(found());
        return problem == null ? problemOfKotlin() : problem;
    }

    /** Returns the problem if a class that each request needs does not load; null if it does. */
    private static @Nullable String problemOfKotlin() {
        try {
            Protocol.values();
            return null;
        } catch (LinkageError e) {
            return "OkHttp 5 needs Kotlin 1.9 or later, found " + kotlin()
                    + ": set kotlin.version to 2.1.21 in a POM with the parent of Spring Boot,"
                    + " add org.jetbrains.kotlin:kotlin-stdlib:2.1.21 to dependencyManagement,"
                    + " or use OkHttp 4.12 (" + e + ")";
        }
    }

    private static String kotlin() {
        try {
            return KotlinVersion.CURRENT.toString();
        } catch (LinkageError e) {
            return "none";
        }
    }

    /** Returns the version on the class path; null for none, or for one before 4.7, which has no constant. */
    private static @Nullable String found() {
        try {
            Class<?> okHttp = OkHttp.class;
            // Maven takes okhttp 3 and okhttp-jvm 5 for different libraries. Then only new classes are from the
            // second one.
            if (!Objects.equals(jar(okHttp), jar(Request.class))) {
                return null;
            }
            // Read at run time: the compiler would copy the constant. The class is named, so that shrinkers rename it
            // here.
            return String.valueOf(okHttp.getField("VERSION").get(null));
        } catch (NoClassDefFoundError e) {
            return null;
        } catch (ReflectiveOperationException e) {
            // A shrinker has removed the constant. It shrank the application with the version that it runs with.
            return MINIMUM;
        }
    }

    /** Returns the path of a class's jar; null if it is unknown, as on Android. */
    private static @Nullable String jar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL location = source == null ? null : source.getLocation();
        return location == null ? null : location.getPath();
    }

    /** Returns the problem with a version and its remedy, in one sentence; null if the version is supported. */
    static @Nullable String problem(@Nullable String found) {
        if (found != null && isSupported(found.split("\\."))) {
            return null;
        }
        return "ossv4-http needs OkHttp " + MINIMUM + " or later, found "
                + (found == null ? "none, or one before 4.7" : found)
                + ": in Maven, add com.squareup.okhttp3:okhttp:5.5.1 and com.squareup.okhttp3:okhttp-jvm:5.5.1 to"
                + " dependencyManagement; in Gradle, add implementation(\"com.squareup.okhttp3:okhttp:5.5.1\");"
                + " OkHttp 5 needs Kotlin 1.9 or later";
    }

    private static boolean isSupported(String[] numbers) {
        try {
            int major = Integer.parseInt(numbers[0]);
            return major > MAJOR || (major == MAJOR && numbers.length > 1 && Integer.parseInt(numbers[1]) >= MINOR);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
