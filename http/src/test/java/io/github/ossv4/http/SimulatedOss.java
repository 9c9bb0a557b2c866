// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.multipart.Part;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okio.ByteString;

/**
 * A model of OSS: objects, uploads and their parts, and what application servers were sent. Remembers all that was stored.
 */
@SuppressWarnings("ArrayRecordComponent") // The records are not compared.
final class SimulatedOss {
    static final String CALL = "x-oss-meta-call";

    private static final Pattern PART =
            Pattern.compile("<PartNumber>(\\d+)</PartNumber>\\s*<ETag>\"?([^<\"]*)\"?</ETag>");
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    record Stored(
            String key, byte[] bytes, Map<String, String> headers, String type, String etag, int number, Instant time) {
        String call() {
            return headers.getOrDefault(CALL, "");
        }

        long crc64() {
            return Crc64.compute(bytes);
        }
    }

    record Part(byte[] bytes, String etag) {}

    record Upload(String key, Map<String, String> headers, TreeMap<Integer, Part> parts) {}

    record Reply(int status, Map<String, String> headers, byte[] body) {
        Reply with(String name, String value) {
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put(name, value);
            return new Reply(status, all, body);
        }
    }

    final Map<String, Stored> objects = new TreeMap<>();
    final Map<String, Upload> uploads = new TreeMap<>();

    /** All objects that ever existed, in their order. */
    final List<Stored> history = new ArrayList<>();

    /** The number of callbacks that each call caused. */
    final Map<String, Integer> callbacks = new HashMap<>();

    Instant now;
    String accessKeyId = "key-0";
    boolean failsCallbacks;
    private int lastNumber;

    SimulatedOss(Instant now) {
        this.now = now;
    }

    private static String md5(byte[] bytes) {
        return ByteString.of(bytes).md5().hex().toUpperCase(Locale.ROOT);
    }

    private static Reply reply(int status, String body) {
        return new Reply(status, Map.of(), body.getBytes(UTF_8));
    }

    Reply error(int status, String code) {
        String document = "<Error><Code>" + code + "</Code><Message>simulated</Message></Error>";
        return common(reply(status, document)
                .with("x-oss-err", Base64.getEncoder().encodeToString(document.getBytes(UTF_8))));
    }

    private Reply common(Reply reply) {
        return reply.with("x-oss-request-id", "R" + ++lastNumber).with("Date", HTTP_DATE.format(now));
    }

    Reply handle(Request request, byte[] body) {
        String authorization = request.header("Authorization");
        if (authorization == null || !authorization.contains("Credential=" + accessKeyId + "/")) {
            return error(403, "InvalidAccessKeyId");
        }
        Instant signed = Instant.from(DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .parse(request.header("x-oss-date")));
        if (Duration.between(signed, now).abs().compareTo(Duration.ofMinutes(15)) > 0) {
            return error(403, "RequestTimeTooSkewed");
        }
        HttpUrl url = request.url();
        String key = String.join("/", url.pathSegments().subList(1, url.pathSize()));
        return common(dispatch(request, key, body));
    }

    private Reply dispatch(Request request, String key, byte[] body) {
        HttpUrl url = request.url();
        String uploadId = url.queryParameter("uploadId");
        if (uploadId != null && !uploads.containsKey(uploadId)) {
            return error(404, "NoSuchUpload");
        }
        return switch (request.method()) {
            case "PUT" -> {
                if (uploadId != null) {
                    yield putPart(uploads.get(uploadId), url.queryParameter("partNumber"), body);
                }
                yield request.header("x-oss-copy-source") == null ? put(request, key, body) : copy(request, key);
            }
            case "POST" -> {
                if (url.queryParameterNames().contains("append")) {
                    yield append(request, key, body);
                }
                yield uploadId == null ? initiate(request, key) : complete(request, uploadId, body);
            }
            case "DELETE" -> {
                if (uploadId == null) {
                    objects.remove(key);
                } else {
                    uploads.remove(uploadId);
                }
                yield reply(204, "");
            }
            default -> uploadId == null ? read(request, key) : listParts(uploads.get(uploadId));
        };
    }

    private static Map<String, String> storedHeaders(Headers headers) {
        Map<String, String> kept = new TreeMap<>();
        for (String name : headers.names()) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            if (lowerCase.startsWith("x-oss-meta-") || lowerCase.equals("cache-control")) {
                kept.put(lowerCase, headers.get(name));
            }
        }
        return kept;
    }

    private boolean isForbidden(Request request, String key) {
        return "true".equals(request.header("x-oss-forbid-overwrite")) && objects.containsKey(key);
    }

    private Stored store(String key, byte[] bytes, Map<String, String> headers, String type, String etag) {
        Stored stored = new Stored(key, bytes, headers, type, etag, ++lastNumber, now);
        objects.put(key, stored);
        history.add(stored);
        return stored;
    }

    private Reply put(Request request, String key, byte[] body) {
        if (isForbidden(request, key)) {
            return error(409, "FileAlreadyExists");
        }
        Stored stored = store(key, body, storedHeaders(request.headers()), "Normal", md5(body));
        return withCallback(request, stored, reply(200, ""));
    }

    private Reply withCallback(Request request, Stored stored, Reply reply) {
        Reply done = withObjectHeaders(stored, reply);
        if (request.header("x-oss-callback") == null) {
            return done;
        }
        callbacks.merge(stored.call(), 1, Integer::sum);
        return withObjectHeaders(
                stored,
                failsCallbacks
                        ? reply(203, "<Error><Code>CallbackFailed</Code><Message>502</Message></Error>")
                        : reply(200, "{\"ok\":1}").with("Content-Type", "application/json"));
    }

    private static Reply withObjectHeaders(Stored stored, Reply reply) {
        return reply.with("ETag", "\"" + stored.etag() + "\"")
                .with("x-oss-hash-crc64ecma", Crc64.toString(stored.crc64()))
                .with("x-oss-object-type", stored.type());
    }

    private Reply copy(Request request, String key) {
        if (isForbidden(request, key)) {
            return error(409, "FileAlreadyExists");
        }
        String source = request.header("x-oss-copy-source");
        Stored from = objects.get(source.substring(source.indexOf('/', 1) + 1));
        if (from == null) {
            return error(404, "NoSuchKey");
        }
        Map<String, String> headers = new TreeMap<>(from.headers());
        if ("REPLACE".equals(request.header("x-oss-metadata-directive"))) {
            headers = storedHeaders(request.headers());
        }
        Stored stored = store(key, from.bytes(), headers, "Normal", md5(from.bytes()));
        return withObjectHeaders(
                stored, reply(200, "<CopyObjectResult><ETag>\"" + stored.etag() + "\"</ETag></CopyObjectResult>"));
    }

    private Reply append(Request request, String key, byte[] body) {
        Stored before = objects.get(key);
        if (before != null && !before.type().equals("Appendable")) {
            return error(409, "ObjectNotAppendable");
        }
        int length = before == null ? 0 : before.bytes().length;
        if (Integer.parseInt(request.url().queryParameter("position")) != length) {
            return error(409, "PositionNotEqualToLength").with("x-oss-next-append-position", Integer.toString(length));
        }
        byte[] bytes = Arrays.copyOf(before == null ? new byte[0] : before.bytes(), length + body.length);
        System.arraycopy(body, 0, bytes, length, body.length);
        Map<String, String> headers = before == null ? storedHeaders(request.headers()) : before.headers();
        Stored stored = store(key, bytes, headers, "Appendable", md5(bytes));
        return withObjectHeaders(stored, reply(200, ""))
                .with("x-oss-next-append-position", Integer.toString(bytes.length));
    }

    private Reply initiate(Request request, String key) {
        if (isForbidden(request, key)) {
            return error(409, "FileAlreadyExists");
        }
        String id = "U" + ++lastNumber;
        uploads.put(id, new Upload(key, storedHeaders(request.headers()), new TreeMap<>()));
        return reply(
                200, "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
    }

    private static Reply putPart(Upload upload, String number, byte[] body) {
        upload.parts().put(Integer.valueOf(number), new Part(body, md5(body)));
        return reply(200, "")
                .with("ETag", "\"" + md5(body) + "\"")
                .with("x-oss-hash-crc64ecma", Crc64.toString(Crc64.compute(body)));
    }

    private static Reply listParts(Upload upload) {
        StringBuilder xml = new StringBuilder("<ListPartsResult><IsTruncated>false</IsTruncated>");
        upload.parts()
                .forEach((number, part) -> xml.append("<Part><PartNumber>")
                        .append(number)
                        .append("</PartNumber><ETag>\"")
                        .append(part.etag())
                        .append("\"</ETag><Size>")
                        .append(part.bytes().length)
                        .append("</Size></Part>"));
        return reply(200, xml + "</ListPartsResult>");
    }

    private Reply complete(Request request, String uploadId, byte[] body) {
        Upload upload = uploads.get(uploadId);
        if (isForbidden(request, upload.key())) {
            return error(409, "FileAlreadyExists");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher parts = PART.matcher(new String(body, UTF_8));
        int count = 0;
        while (parts.find()) {
            Part part = upload.parts().get(Integer.valueOf(parts.group(1)));
            if (part == null || !part.etag().equals(parts.group(2))) {
                return error(400, "InvalidPart");
            }
            bytes.writeBytes(part.bytes());
            count++;
        }
        uploads.remove(uploadId);
        Stored stored = store(
                upload.key(),
                bytes.toByteArray(),
                upload.headers(),
                "Multipart",
                md5(bytes.toByteArray()) + "-" + count);
        return withCallback(
                request,
                stored,
                reply(
                        200,
                        "<CompleteMultipartUploadResult><ETag>\"" + stored.etag()
                                + "\"</ETag></CompleteMultipartUploadResult>"));
    }

    private Reply read(Request request, String key) {
        Stored stored = objects.get(key);
        if (stored == null) {
            return error(404, "NoSuchKey");
        }
        String match = request.header("If-Match");
        if (match != null && !match.replace("\"", "").equals(stored.etag())) {
            return error(412, "PreconditionFailed");
        }
        int size = stored.bytes().length;
        Reply reply = new Reply(200, Map.of(), stored.bytes());
        String range = request.header("Range");
        if (range != null) {
            String[] ends = range.substring("bytes=".length()).split("-");
            int first = Integer.parseInt(ends[0]);
            int last = Integer.parseInt(ends[1]);
            reply = new Reply(206, Map.of(), Arrays.copyOfRange(stored.bytes(), first, last + 1))
                    .with("Content-Range", "bytes " + first + "-" + last + "/" + size);
        }
        reply = withObjectHeaders(stored, reply).with("Last-Modified", HTTP_DATE.format(stored.time()));
        for (Map.Entry<String, String> header : stored.headers().entrySet()) {
            reply = reply.with(header.getKey(), header.getValue());
        }
        if (stored.type().equals("Appendable")) {
            reply = reply.with("x-oss-next-append-position", Integer.toString(size));
        }
        return reply;
    }
}
