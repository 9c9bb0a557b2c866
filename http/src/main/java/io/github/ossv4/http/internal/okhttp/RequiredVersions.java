// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rejects libraries on the class path that are too old. A build tool may select an older version because another dependency
 * declares it. With OkHttp 3.14 and okio 1, for example, sending a body fails, and the next object is stored with wrong
 * bytes. Stateless.
 */
public final class RequiredVersions {
    private static final Version OKHTTP_5 = Version.parse("5.0");
    private static final Version OKHTTP_5_2 = Version.parse("5.2");

    private RequiredVersions() {}

    /**
     * Checks the versions of OkHttp, okio, Kotlin and jackson-core. Call it before any class of OkHttp is used: with an old
     * okio or Kotlin, the classes of OkHttp fail to load.
     *
     * @throws IllegalStateException if one is too old or missing; the message contains the remedy
     */
    public static void check() {
        String problem = Checked.PROBLEM;
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
    }

    /** Checks once, when the class is initialized. */
    private static final class Checked {
        static final @Nullable String PROBLEM = problem(
                LoadedVersions.okHttp(), LoadedVersions::okio, LoadedVersions::kotlin, LoadedVersions::jacksonCore);
    }

    /**
     * Returns the first problem; null if there is none. After a problem, the remaining versions are not read: their
     * libraries may fail to load because of it.
     */
    static @Nullable String problem(
            @Nullable Version okHttp,
            Supplier<@Nullable Version> okio,
            Supplier<@Nullable Version> kotlin,
            Supplier<@Nullable Version> jacksonCore) {
        String problem = Library.OKHTTP.problem(okHttp);
        if (okHttp == null || problem != null) {
            return problem;
        }
        problem = (okHttp.isAtLeast(OKHTTP_5) ? Library.KOTLIN_FOR_OKHTTP_5 : Library.KOTLIN).problem(kotlin.get());
        if (problem == null) {
            problem = (okHttp.isAtLeast(OKHTTP_5_2) ? Library.OKIO_FOR_OKHTTP_5_2 : Library.OKIO).problem(okio.get());
        }
        return problem == null ? Library.JACKSON_CORE.problem(jacksonCore.get()) : problem;
    }
}
