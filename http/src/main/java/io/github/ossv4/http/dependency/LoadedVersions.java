// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.dependency;

import com.fasterxml.jackson.core.json.PackageVersion;
import java.net.Socket;
import java.net.URL;
import java.security.CodeSource;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kotlin.KotlinVersion;
import okhttp3.Headers;
import okhttp3.OkHttp;
import okio.Buffer;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the libraries that this class loader loads; null for a missing library. Two versions of one library may be
 * on the class path. Then a class that is new in the later version is found, though its other classes are old. So old versions
 * are recognized by missing members of classes that they have. Members are named directly, so that shrinkers rename them here
 * as well.
 */
final class LoadedVersions {
    private static final Pattern OKIO_JAR = Pattern.compile("okio(?:-jvm)?-(\\d[^/]*?)\\.jar");

    private LoadedVersions() {}

    static @Nullable Version okHttp() {
        try {
            Objects.requireNonNull(Headers.Companion);
            // Read at run time: the compiler would copy the constant.
            return Version.parse(String.valueOf(OkHttp.class.getField("VERSION").get(null)));
        } catch (NoSuchFieldError e) {
            return okHttp3();
        } catch (NoClassDefFoundError e) {
            return null;
        } catch (ReflectiveOperationException e) {
            // A shrinker has removed the constant. It shrank the application with the versions that it runs with.
            return Library.OKHTTP.minimum();
        }
    }

    private static Version okHttp3() {
        try {
            Object userAgent = Class.forName("okhttp3.internal.Version")
                    .getMethod("userAgent")
                    .invoke(null);
            return Version.parse(String.valueOf(userAgent).replace("okhttp/", ""));
        } catch (ReflectiveOperationException e) {
            return Version.parse("3");
        }
    }

    /** Returns the version by what okio can do, since it has no constant. The name of its jar is shown only. */
    static @Nullable Version okio() {
        Version found = null;
        try {
            BufferedSink sink = new Buffer();
            found = shown("1.0", "before 2.0");
            sink.getBuffer();
            found = shown("2.0", "before 3.13");
            Okio.socket((Socket) null);
            return Library.OKIO_FOR_OKHTTP_5.minimum();
        } catch (NullPointerException e) {
            // The method exists.
            return Library.OKIO_FOR_OKHTTP_5.minimum();
        } catch (LinkageError e) {
            return found;
        }
    }

    private static Version shown(String version, String otherwise) {
        CodeSource source = Buffer.class.getProtectionDomain().getCodeSource();
        URL jar = source == null ? null : source.getLocation();
        Matcher name = OKIO_JAR.matcher(jar == null ? "" : jar.getPath());
        return Version.parse(version).shownAs(name.find() ? name.group(1) : otherwise);
    }

    static @Nullable Version kotlin() {
        try {
            return Version.parse(KotlinVersion.CURRENT.toString());
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
