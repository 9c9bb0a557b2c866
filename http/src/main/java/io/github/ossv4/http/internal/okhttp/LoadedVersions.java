// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.okhttp;

import com.fasterxml.jackson.core.json.PackageVersion;
import java.net.Socket;
import java.net.URL;
import java.security.CodeSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kotlin.KotlinVersion;
import okhttp3.OkHttp;
import okhttp3.Request;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the libraries that this class loader loads; null for a missing library.
 *
 * <p>Two versions of one library may be on the class path. Then a class that is new in the second one is found, although
 * classes that both have are old. Classes and members are named directly, so that shrinkers rename them here as well.
 */
final class LoadedVersions {
    private LoadedVersions() {}

    static @Nullable Version okHttp() {
        Class<?> request;
        try {
            request = Request.class;
        } catch (NoClassDefFoundError e) {
            return null;
        }
        try {
            // The class is new in 4.7. Its constant is read at run time: the compiler would copy it.
            Class<?> okHttp = OkHttp.class;
            return path(okHttp).equals(path(request))
                    ? Version.parse(String.valueOf(okHttp.getField("VERSION").get(null)))
                    : okHttpBefore47(request);
        } catch (NoClassDefFoundError e) {
            return okHttpBefore47(request);
        } catch (ReflectiveOperationException e) {
            // A shrinker has removed the constant. It shrank the application with the versions that it runs with.
            return Library.OKHTTP.minimum();
        }
    }

    private static Version okHttpBefore47(Class<?> request) {
        return shown("3.0", request, "before 4.7");
    }

    static @Nullable Version okio() {
        try {
            return OkioFeatures.version();
        } catch (NoClassDefFoundError e) {
            return null;
        }
    }

    /** A separate class, since its verification loads classes of okio. */
    private static final class OkioFeatures {
        /** Returns the version by what okio can do, since it has no constant. The name of its jar is shown only. */
        static Version version() {
            BufferedSink sink = new Buffer();
            boolean hasGetBuffer = false;
            try {
                sink.getBuffer();
                hasGetBuffer = true;
                Okio.socket((Socket) null);
            } catch (NullPointerException e) {
                // The method exists.
                return Library.OKIO_FOR_OKHTTP_5_2.minimum();
            } catch (LinkageError e) {
                return hasGetBuffer
                        ? shown("2.1", Buffer.class, "before 3.13")
                        : shown("1.0", Buffer.class, "before 2.1");
            }
            return Library.OKIO_FOR_OKHTTP_5_2.minimum();
        }
    }

    /** Returns a version that is shown as in the name of the jar, or as a text. */
    private static Version shown(String version, Class<?> type, String otherwise) {
        Matcher name =
                Pattern.compile("(?:okhttp|okio)(?:-jvm)?-(\\d[^/]*?)\\.jar").matcher(path(type));
        return Version.parse(version).shownAs(name.find() ? name.group(1) : otherwise);
    }

    /** Returns the path of a class's jar; empty if it is unknown, as on Android. */
    private static String path(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL jar = source == null ? null : source.getLocation();
        return jar == null ? "" : jar.getPath();
    }

    static @Nullable Version kotlin() {
        try {
            return Version.parse(KotlinVersion.CURRENT.toString());
        } catch (IllegalAccessError e) {
            // On the module path, OkHttp 4.12 does not make its module readable.
            return Library.KOTLIN.minimum();
        } catch (NoClassDefFoundError e) {
            return null;
        }
    }

    static @Nullable Version jacksonCore() {
        try {
            return Version.parse(PackageVersion.VERSION.toString());
        } catch (NoClassDefFoundError e) {
            return null;
        }
    }
}
