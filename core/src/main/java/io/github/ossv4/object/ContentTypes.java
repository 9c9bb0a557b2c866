// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.object;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content types of common file name extensions.
 *
 * @see <a href="https://www.iana.org/assignments/media-types/media-types.xhtml">IANA, Media Types</a>
 */
public final class ContentTypes {
    /** A type and its extensions. */
    private static final String[] TABLE = {
        "application/atom+xml atom",
        "application/dash+xml mpd",
        "application/epub+zip epub",
        "application/geo+json geojson",
        "application/gzip gz tgz",
        "application/java-archive jar war ear",
        "application/json json map",
        "application/jsonl jsonl ndjson",
        "application/ld+json jsonld",
        "application/manifest+json webmanifest",
        "application/msword doc dot",
        "application/octet-stream bin dat exe dll so dmg iso img msi deb rpm",
        "application/pdf pdf",
        "application/pgp-signature asc sig",
        "application/postscript ai eps ps",
        "application/rss+xml rss",
        "application/rtf rtf",
        "application/sql sql",
        "application/toml toml",
        "application/vnd.android.package-archive apk",
        "application/vnd.apache.arrow.file arrow",
        "application/vnd.apache.parquet parquet",
        "application/vnd.apple.mpegurl m3u8",
        "application/vnd.google-earth.kml+xml kml",
        "application/vnd.google-earth.kmz kmz",
        "application/vnd.ms-excel xls xlt",
        "application/vnd.ms-fontobject eot",
        "application/vnd.ms-powerpoint ppt pps",
        "application/vnd.oasis.opendocument.presentation odp",
        "application/vnd.oasis.opendocument.spreadsheet ods",
        "application/vnd.oasis.opendocument.text odt",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation pptx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document docx",
        "application/vnd.rar rar",
        "application/vnd.sqlite3 sqlite sqlite3 db",
        "application/wasm wasm",
        "application/x-7z-compressed 7z",
        "application/x-bzip2 bz2",
        "application/x-sh sh",
        "application/x-tar tar",
        "application/x-x509-ca-cert crt cer der",
        "application/x-xz xz",
        "application/xhtml+xml xhtml",
        "application/xml xml xsl xsd",
        "application/yaml yaml yml",
        "application/zip zip",
        "application/zstd zst",
        "audio/aac aac",
        "audio/amr amr",
        "audio/flac flac",
        "audio/midi mid midi",
        "audio/mp4 m4a",
        "audio/mpeg mp3",
        "audio/ogg oga ogg opus",
        "audio/wav wav",
        "audio/webm weba",
        "font/otf otf",
        "font/ttf ttf",
        "font/woff woff",
        "font/woff2 woff2",
        "image/apng apng",
        "image/avif avif",
        "image/bmp bmp",
        "image/gif gif",
        "image/heic heic",
        "image/heif heif",
        "image/jpeg jpg jpeg jpe jfif",
        "image/jxl jxl",
        "image/png png",
        "image/svg+xml svg",
        "image/tiff tif tiff",
        "image/vnd.adobe.photoshop psd",
        "image/vnd.microsoft.icon ico",
        "image/webp webp",
        "message/rfc822 eml",
        "model/gltf+json gltf",
        "model/gltf-binary glb",
        "model/stl stl",
        "text/calendar ics",
        "text/css css",
        "text/csv csv",
        "text/html html htm",
        "text/javascript js mjs",
        "text/markdown md markdown",
        "text/plain txt text log conf ini properties",
        "text/tab-separated-values tsv",
        "text/vcard vcf",
        "text/vtt vtt",
        "video/3gpp 3gp",
        "video/mp2t ts m2ts",
        "video/mp4 mp4 m4v mp4v",
        "video/mpeg mpeg mpg",
        "video/ogg ogv",
        "video/quicktime mov qt",
        "video/webm webm",
        "video/x-flv flv",
        "video/x-matroska mkv",
        "video/x-ms-wmv wmv",
        "video/x-msvideo avi",
    };

    private ContentTypes() {}

    /** Parsed at the first use. */
    private static final class Parsed {
        static final Map<String, String> BY_EXTENSION = parse();

        private static Map<String, String> parse() {
            Map<String, String> types = new HashMap<>();
            for (String line : TABLE) {
                String[] words = line.split(" ", -1);
                for (int i = 1; i < words.length; i++) {
                    types.put(words[i], words[0]);
                }
            }
            return types;
        }
    }

    /**
     * Returns the content type of an object or a file by the extension of its name, in upper or lower case; null if the
     * name has none or an unknown one. The name of a hidden file, such as {@code .png}, is not an extension.
     *
     * @param name an object key, or a name of a file with or without directories
     */
    public static @Nullable String ofName(String name) {
        int dot = name.lastIndexOf('.');
        int slash = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        return dot <= slash + 1
                ? null
                : Parsed.BY_EXTENSION.get(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
