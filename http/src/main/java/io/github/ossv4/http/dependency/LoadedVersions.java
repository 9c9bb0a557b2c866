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
 * The versions of the libraries that this class loader loads; null for a missing library. If two versions of one library are
 * on the class path, a class that is new in the later version is found even if all other classes are loaded from the old one.
 * So an old version is recognized by the members that are missing in its classes, not by missing classes. Members are
 * referenced without reflection, so that shrinkers rename the references as well.
 */
final class LoadedVersions {
    private static final Pattern OKIO_JAR = Pattern.compile("okio(?:-jvm)?-(\\d[^/]*?)\\.jar");

    private LoadedVersions() {}

    static @Nullable Version okHttp() {
        try {
            Objects.requireNonNull(Headers.Companion);
            // By reflection, because the compiler would copy the constant.
            return Version.parse(String.valueOf(OkHttp.class.getField("VERSION").get(null)));
        } catch (NoSuchFieldError e) {
            return okHttp3();
        } catch (NoClassDefFoundError e) {
            return null;
        } catch (ReflectiveOperationException e) {
            // A shrinker has removed the constant. The shrunk application contains the version that it was built with,
            // so no
            // other dependency can replace it.
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

    /**
     * Returns the version that is recognized by the members of okio, since okio has no version constant. The version in the
     * name of its jar is only the text.
     */
    static @Nullable Version okio() {
        Version found = null;
        try {
            BufferedSink sink = new Buffer();
            found = withTextOfJar("1.0", "before 2.0");
            sink.getBuffer();
            found = withTextOfJar("2.0", "before 3.13");
            Okio.socket((Socket) null);
            return Library.OKIO_FOR_OKHTTP_5.minimum();
        } catch (NullPointerException e) {
            // The method exists.
            return Library.OKIO_FOR_OKHTTP_5.minimum();
        } catch (LinkageError e) {
            return found;
        }
    }

    private static Version withTextOfJar(String version, String textWithoutJar) {
        CodeSource source = Buffer.class.getProtectionDomain().getCodeSource();
        URL jar = source == null ? null : source.getLocation();
        Matcher name = OKIO_JAR.matcher(jar == null ? "" : jar.getPath());
        return Version.parse(version).shownAs(name.find() ? name.group(1) : textWithoutJar);
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
