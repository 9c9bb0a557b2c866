// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.directories.SimulatedHistory.Stored;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import io.github.ossv4.text.PercentEncoding;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** A model of OSS: one bucket with its objects and uploads. It verifies the signature of each request. */
@SuppressWarnings("ArrayRecordComponent") // The records are not compared.
final class SimulatedOss {
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** CopyObject refuses larger objects. Small, so that copies in parts occur. */
    private static final int MAX_COPY = 100 * 1024;

    /** Small, so that lists have several pages. */
    private static final int MAX_KEYS = 3;

    record Reply(int status, Map<String, String> headers, byte[] body) {
        Reply with(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(name, value);
            return new Reply(status, all, body);
        }
    }

    final SimulatedAccess access = new SimulatedAccess();
    final SimulatedHistory history = new SimulatedHistory();
    final SimulatedUploads uploads = new SimulatedUploads(this);
    final TreeMap<String, Stored> objects = new TreeMap<>();

    /** The keys whose objects have no CRC64, as those that were stored before OSS computed it. */
    final Set<String> keysWithoutCrc64 = new HashSet<>();

    /** The keys that the user may not delete. */
    final Set<String> protectedKeys = new HashSet<>();

    Instant now;
    boolean failsCallbacks;
    private int lastNumber;

    SimulatedOss(Instant now) {
        this.now = now;
    }

    int nextNumber() {
        return ++lastNumber;
    }

    static String md5(byte[] bytes) {
        return ByteString.of(bytes).md5().hex().toUpperCase(Locale.ROOT);
    }

    private static Reply reply(int status, String body) {
        return new Reply(status, Map.of(), body.getBytes(UTF_8));
    }

    Reply document(XmlDocument xml) {
        return new Reply(200, Map.of("Content-Type", "application/xml"), xml.toBytes());
    }

    Reply error(int status, String code) {
        byte[] document = new XmlDocument("Error")
                .element("Code", code)
                .element("Message", "simulated")
                .element("ServerTime", now)
                .close()
                .toBytes();
        return common(new Reply(status, Map.of(), document)
                .with("x-oss-err", Base64.getEncoder().encodeToString(document)));
    }

    private Reply common(Reply reply) {
        return reply.with("x-oss-request-id", "R" + nextNumber()).with("Date", HTTP_DATE.format(now));
    }

    Reply handle(Request request, byte[] body) {
        String refusal = access.refusal(request, now);
        return refusal == null ? execute(request, body) : error(403, refusal);
    }

    /** Executes a request without looking at its signature: a proxy has changed it after OSS would have verified it. */
    Reply execute(Request request, byte[] body) {
        history.nextStep();
        String md5 = request.header("Content-MD5");
        if (md5 != null && !md5.equals(ByteString.of(body).md5().base64())) {
            return error(400, "InvalidDigest");
        }
        return common(dispatch(request, SimulatedAccess.key(request), body));
    }

    private Reply dispatch(Request request, String key, byte[] body) {
        HttpUrl url = request.url();
        String uploadId = url.queryParameter("uploadId");
        if (uploadId != null) {
            return uploads.handle(request, uploadId, body);
        }
        return switch (request.method()) {
            case "PUT" -> {
                if (isForbidden(request, key)) {
                    yield error(409, "FileAlreadyExists");
                }
                yield request.header("x-oss-copy-source") == null ? put(request, key, body) : copy(request, key);
            }
            case "POST" -> {
                if (url.queryParameterNames().contains("append")) {
                    yield append(request, key, body);
                } else if (url.queryParameterNames().contains("delete")) {
                    yield deleteAll(body);
                }
                yield isForbidden(request, key) ? error(409, "FileAlreadyExists") : uploads.initiate(request, key);
            }
            case "DELETE" -> {
                if (protectedKeys.contains(key)) {
                    yield error(403, "AccessDenied");
                }
                delete(key);
                yield reply(204, "");
            }
            default -> key.isEmpty() ? list(url) : read(request, key);
        };
    }

    static Map<String, String> storedHeaders(Headers headers) {
        Map<String, String> kept = new TreeMap<>();
        for (String name : headers.names()) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (lowerCase.startsWith("x-oss-meta-") || lowerCase.equals("x-oss-tagging")) {
                kept.put(lowerCase, String.valueOf(headers.get(name)));
            }
        }
        return kept;
    }

    boolean isForbidden(Request request, String key) {
        return "true".equals(request.header("x-oss-forbid-overwrite")) && objects.containsKey(key);
    }

    boolean hasCrc64(String key) {
        return !keysWithoutCrc64.contains(key);
    }

    Stored store(String key, byte[] bytes, Map<String, String> headers, String type, String etag) {
        Stored stored = Stored.of(key, bytes, headers, type, etag, nextNumber(), now);
        objects.put(key, stored);
        history.add(stored);
        return stored;
    }

    void delete(String key) {
        objects.remove(key);
        history.delete(key);
    }

    private Reply put(Request request, String key, byte[] body) {
        Stored stored = store(key, body, storedHeaders(request.headers()), "Normal", md5(body));
        return withCallback(request, stored, reply(200, ""));
    }

    Reply withCallback(Request request, Stored stored, Reply reply) {
        Reply done = withObjectHeaders(stored, reply);
        if (request.header("x-oss-callback") == null) {
            return done;
        }
        history.performCallback(stored.call());
        return withObjectHeaders(
                stored,
                failsCallbacks
                        ? reply(203, "<Error><Code>CallbackFailed</Code><Message>502</Message></Error>")
                        : reply(200, SimulatedOperation.CALLBACK_RESPONSE).with("Content-Type", "application/json"));
    }

    private Reply withObjectHeaders(Stored stored, Reply reply) {
        Reply described = reply.with("ETag", "\"" + stored.etag() + "\"").with("x-oss-object-type", stored.type());
        return hasCrc64(stored.key())
                ? described.with("x-oss-hash-crc64ecma", Crc64.toString(stored.crc64()))
                : described;
    }

    /** Returns the object that a copy names; null if it does not exist. */
    @Nullable
    Stored copySource(Request request) {
        String source = String.valueOf(request.header("x-oss-copy-source"));
        return objects.get(source.substring(source.indexOf('/', 1) + 1));
    }

    private Reply copy(Request request, String key) {
        Stored from = copySource(request);
        if (from == null) {
            return error(404, "NoSuchKey");
        } else if (from.bytes().length > MAX_COPY) {
            return error(400, "EntityTooLarge");
        }
        Map<String, String> headers = storedHeaders(request.headers());
        if (!"REPLACE".equals(request.header("x-oss-metadata-directive"))) {
            from.headers().forEach(headers::putIfAbsent);
        }
        Stored stored = store(key, from.bytes(), headers, "Normal", md5(from.bytes()));
        return withObjectHeaders(
                stored,
                document(new XmlDocument("CopyObjectResult")
                        .element("ETag", "\"" + stored.etag() + "\"")
                        .close()));
    }

    private Reply append(Request request, String key, byte[] body) {
        Stored before = objects.get(key);
        if (before != null && !before.type().equals("Appendable")) {
            return error(409, "ObjectNotAppendable");
        }
        int length = before == null ? 0 : before.bytes().length;
        if (Integer.parseInt(String.valueOf(request.url().queryParameter("position"))) != length) {
            return error(409, "PositionNotEqualToLength").with("x-oss-next-append-position", Integer.toString(length));
        }
        byte[] bytes = Arrays.copyOf(before == null ? new byte[0] : before.bytes(), length + body.length);
        System.arraycopy(body, 0, bytes, length, body.length);
        Map<String, String> headers = before == null ? storedHeaders(request.headers()) : before.headers();
        Stored stored = store(key, bytes, headers, "Appendable", md5(bytes));
        return withObjectHeaders(stored, reply(200, ""))
                .with("x-oss-next-append-position", Integer.toString(bytes.length));
    }

    private Reply deleteAll(byte[] body) {
        XmlElement document = XmlElement.parse(body);
        if (document == null) {
            return error(400, "MalformedXML");
        }
        XmlDocument xml = new XmlDocument("DeleteResult").element("EncodingType", "url");
        for (XmlElement object : document.children("Object")) {
            String key = String.valueOf(object.text("Key"));
            String encoded = PercentEncoding.encode(key);
            if (protectedKeys.contains(key)) {
                xml.open("Error")
                        .element("Key", encoded)
                        .element("Code", "AccessDenied")
                        .close();
            } else {
                delete(key);
                xml.open("Deleted").element("Key", encoded).close();
            }
        }
        return document(xml.close());
    }

    private Reply list(HttpUrl url) {
        String prefix = url.queryParameter("prefix");
        String start = url.queryParameter("start-after");
        String token =
                url.queryParameter("continuation-token") == null ? start : url.queryParameter("continuation-token");
        int limit = Math.min(MAX_KEYS, Integer.parseInt(String.valueOf(url.queryParameter("max-keys"))));
        Map<String, Stored> left = token == null ? objects : objects.tailMap(token, false);
        XmlDocument xml = new XmlDocument("ListBucketResult").element("EncodingType", "url");
        int count = 0;
        String last = "";
        for (Stored object : left.values()) {
            if (prefix != null && !object.key().startsWith(prefix)) {
                continue;
            }
            if (count == limit) {
                return document(xml.element("IsTruncated", "true")
                        .element("NextContinuationToken", last)
                        .close());
            }
            count++;
            last = object.key();
            xml.open("Contents")
                    .element("Key", PercentEncoding.encode(last))
                    .element("Size", object.bytes().length)
                    .element("LastModified", object.time())
                    .element("ETag", "\"" + object.etag() + "\"")
                    .close();
        }
        return document(xml.element("IsTruncated", "false").close());
    }

    /** Returns the first and the last byte of a requested range, as far as the object has it. */
    static int[] range(String range, int size) {
        String[] ends = range.substring("bytes=".length()).split("-");
        return new int[] {Integer.parseInt(ends[0]), Math.min(size - 1, Integer.parseInt(ends[1]))};
    }

    private Reply read(Request request, String key) {
        Stored stored = objects.get(key);
        if (stored == null) {
            return error(404, "NoSuchKey");
        }
        if (request.url().queryParameterNames().contains("tagging")) {
            return document(new XmlDocument("Tagging").open("TagSet").close().close());
        }
        String match = request.header("If-Match");
        if (match != null && !match.replace("\"", "").equals(stored.etag())) {
            return error(412, "PreconditionFailed");
        }
        int size = stored.bytes().length;
        Reply reply = new Reply(200, Map.of(), stored.bytes());
        String header = request.header("Range");
        if (header != null) {
            int[] range = range(header, size);
            if (range[0] >= size) {
                return error(416, "InvalidRange");
            }
            reply = new Reply(206, Map.of(), Arrays.copyOfRange(stored.bytes(), range[0], range[1] + 1))
                    .with("Content-Range", "bytes " + range[0] + "-" + range[1] + "/" + size);
        }
        reply = withObjectHeaders(stored, reply).with("Last-Modified", HTTP_DATE.format(stored.time()));
        for (Map.Entry<String, String> each : stored.headers().entrySet()) {
            reply = reply.with(each.getKey(), each.getValue());
        }
        if (stored.type().equals("Appendable")) {
            reply = reply.with("x-oss-next-append-position", Integer.toString(size));
        }
        return reply;
    }
}
