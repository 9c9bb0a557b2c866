// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.URLConnection;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypesTest {
    @ParameterizedTest
    @CsvSource({
        "cat.jpg, image/jpeg",
        "photos/2024/CAT.JPG, image/jpeg",
        "a.b/c.tar.gz, application/gzip",
        "index.html, text/html",
        "video.mp4, video/mp4",
        "app.apk, application/vnd.android.package-archive",
        "C:\\x\\y.docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".hidden.png, image/png",
    })
    void knowsCommonExtensions(String name, String type) {
        assertEquals(type, ContentTypes.ofName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cat", "cat.", ".png", "a/.png", "a.png/b", "a.unknown", "a.png/", "a.\u0130co"})
    void knowsNoOthers(String name) {
        assertNull(ContentTypes.ofName(name));
    }

    /** Types for which the JDK has names that other programs do not use. */
    private static final Map<String, String> OTHER_THAN_JDK = Map.of(
            "avi", "video/x-msvideo", "bz2", "application/x-bzip2", "sh", "application/x-sh", "wav", "audio/wav");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "avi", "bmp", "bz2", "css", "csv", "doc", "docx", "gif", "gz", "htm", "html", "jar", "jpeg", "jpg",
                "js", "json", "md", "mp4", "mpeg", "mpg", "odp", "ods", "odt", "pdf", "png", "ppt", "pptx", "rar",
                "rtf", "sh", "svg", "tar", "tif", "tiff", "txt", "wav", "webm", "webp", "xhtml", "xls", "xlsx", "xml",
                "zip", "7z", "wasm"
            })
    void agreesWithTheJdk(String extension) {
        String name = "a." + extension;
        String jdk = URLConnection.getFileNameMap().getContentTypeFor(name);
        assertEquals(
                OTHER_THAN_JDK.getOrDefault(extension, jdk == null ? ContentTypes.ofName(name) : jdk),
                ContentTypes.ofName(name));
    }
}
