// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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

    /** The types of Debian's {@code media-types} 13.0.0, except {@code bz2} and {@code wav}. */
    @ParameterizedTest
    @CsvSource({
        "avi, video/x-msvideo",
        "bmp, image/bmp",
        "bz2, application/x-bzip2",
        "css, text/css",
        "csv, text/csv",
        "doc, application/msword",
        "docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "gif, image/gif",
        "gz, application/gzip",
        "htm, text/html",
        "html, text/html",
        "jar, application/java-archive",
        "jpeg, image/jpeg",
        "jpg, image/jpeg",
        "js, text/javascript",
        "json, application/json",
        "md, text/markdown",
        "mp4, video/mp4",
        "mpeg, video/mpeg",
        "mpg, video/mpeg",
        "odp, application/vnd.oasis.opendocument.presentation",
        "ods, application/vnd.oasis.opendocument.spreadsheet",
        "odt, application/vnd.oasis.opendocument.text",
        "pdf, application/pdf",
        "png, image/png",
        "ppt, application/vnd.ms-powerpoint",
        "pptx, application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "rar, application/vnd.rar",
        "rtf, application/rtf",
        "sh, application/x-sh",
        "svg, image/svg+xml",
        "tar, application/x-tar",
        "tif, image/tiff",
        "tiff, image/tiff",
        "txt, text/plain",
        "wav, audio/wav",
        "webm, video/webm",
        "webp, image/webp",
        "xhtml, application/xhtml+xml",
        "xls, application/vnd.ms-excel",
        "xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xml, application/xml",
        "zip, application/zip",
        "7z, application/x-7z-compressed",
        "wasm, application/wasm",
    })
    void agreesWithTheTableOfDebian(String extension, String type) {
        assertEquals(type, ContentTypes.ofName("a." + extension));
    }
}
