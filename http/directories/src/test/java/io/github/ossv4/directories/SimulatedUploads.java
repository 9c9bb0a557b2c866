// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.directories.SimulatedHistory.Stored;
import io.github.ossv4.directories.SimulatedOss.Reply;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.internal.xml.XmlElement;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** The multipart uploads of {@link SimulatedOss}. */
@SuppressWarnings("ArrayRecordComponent") // The records are not compared.
final class SimulatedUploads {
    /** Small, so that lists of parts have several pages. */
    private static final int MAX_PARTS_LISTED = 2;

    record Part(byte[] bytes, String etag, long crc64) {
        static Part of(byte[] bytes) {
            return new Part(bytes, SimulatedOss.md5(bytes), Crc64.compute(bytes));
        }
    }

    record Upload(String key, Map<String, String> headers, TreeMap<Integer, Part> parts) {}

    private final SimulatedOss oss;
    private final Map<String, Upload> uploads = new TreeMap<>();

    SimulatedUploads(SimulatedOss oss) {
        this.oss = oss;
    }

    Iterable<Upload> all() {
        return uploads.values();
    }

    /** Aborts all uploads, as a lifecycle rule of the bucket does. */
    void expire() {
        uploads.clear();
    }

    Reply initiate(Request request, String key) {
        String id = "U" + oss.nextNumber();
        uploads.put(id, new Upload(key, SimulatedOss.storedHeaders(request.headers()), new TreeMap<>()));
        return oss.document(new XmlDocument("InitiateMultipartUploadResult")
                .element("UploadId", id)
                .close());
    }

    Reply handle(Request request, String id, byte[] body) {
        Upload upload = uploads.get(id);
        if (upload == null) {
            return oss.error(404, "NoSuchUpload");
        }
        return switch (request.method()) {
            case "PUT" -> putPart(request, upload, body);
            case "POST" -> complete(request, id, upload, body);
            case "DELETE" -> {
                uploads.remove(id);
                yield new Reply(204, Map.of(), new byte[0]);
            }
            default -> listParts(request, upload);
        };
    }

    private Reply putPart(Request request, Upload upload, byte[] body) {
        Integer number = Integer.valueOf(String.valueOf(request.url().queryParameter("partNumber")));
        if (request.header("x-oss-copy-source") != null) {
            return copyPart(request, upload, number);
        }
        Part part = Part.of(body);
        upload.parts().put(number, part);
        Reply reply = new Reply(200, Map.of(), new byte[0]).with("ETag", "\"" + part.etag() + "\"");
        return oss.hasCrc64(upload.key()) ? reply.with("x-oss-hash-crc64ecma", Crc64.toString(part.crc64())) : reply;
    }

    private Reply copyPart(Request request, Upload upload, Integer number) {
        Stored from = oss.copySource(request);
        if (from == null) {
            return oss.error(404, "NoSuchKey");
        }
        String match = request.header("x-oss-copy-source-if-match");
        if (match != null && !match.replace("\"", "").equals(from.etag())) {
            return oss.error(412, "PreconditionFailed");
        }
        int[] range =
                SimulatedOss.range(String.valueOf(request.header("x-oss-copy-source-range")), from.bytes().length);
        Part part = Part.of(Arrays.copyOfRange(from.bytes(), range[0], range[1] + 1));
        upload.parts().put(number, part);
        return oss.document(new XmlDocument("CopyPartResult")
                .element("ETag", "\"" + part.etag() + "\"")
                .close());
    }

    private Reply listParts(Request request, Upload upload) {
        String marker = request.url().queryParameter("part-number-marker");
        String max = request.url().queryParameter("max-parts");
        int limit = Math.min(MAX_PARTS_LISTED, Integer.parseInt(String.valueOf(max)));
        Map<Integer, Part> left = upload.parts().tailMap(marker == null ? 0 : Integer.parseInt(marker), false);
        XmlDocument xml = new XmlDocument("ListPartsResult").element("IsTruncated", "" + (left.size() > limit));
        int last = 0;
        for (Map.Entry<Integer, Part> each :
                left.entrySet().stream().limit(limit).toList()) {
            last = each.getKey();
            xml.open("Part")
                    .element("PartNumber", last)
                    .element("ETag", "\"" + each.getValue().etag() + "\"")
                    .element("Size", each.getValue().bytes().length)
                    .element(
                            "HashCrc64ecma",
                            oss.hasCrc64(upload.key())
                                    ? Crc64.toString(each.getValue().crc64())
                                    : null)
                    .close();
        }
        return oss.document(xml.element("NextPartNumberMarker", last).close());
    }

    private Reply complete(Request request, String id, Upload upload, byte[] body) {
        if (oss.isForbidden(request, upload.key())) {
            return oss.error(409, "FileAlreadyExists");
        }
        XmlElement document = XmlElement.parse(body);
        if (document == null || document.children("Part").isEmpty()) {
            return oss.error(400, "MalformedXML");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int before = 0;
        for (XmlElement named : document.children("Part")) {
            Part part = part(upload, named);
            if (part == null) {
                return oss.error(400, "InvalidPart");
            }
            int number = Integer.parseInt(String.valueOf(named.text("PartNumber")));
            if (number <= before) {
                return oss.error(400, "InvalidPartOrder");
            }
            before = number;
            bytes.writeBytes(part.bytes());
        }
        uploads.remove(id);
        Stored stored = oss.store(
                upload.key(),
                bytes.toByteArray(),
                upload.headers(),
                "Multipart",
                SimulatedOss.md5(bytes.toByteArray()) + "-"
                        + document.children("Part").size());
        return oss.withCallback(
                request,
                stored,
                oss.document(new XmlDocument("CompleteMultipartUploadResult")
                        .element("ETag", "\"" + stored.etag() + "\"")
                        .close()));
    }

    /** Returns the part with a number and ETag; null if there is none. */
    private static @Nullable Part part(Upload upload, XmlElement named) {
        String number = named.text("PartNumber");
        String etag = named.text("ETag");
        if (number == null || etag == null || !number.matches("\\d{1,5}")) {
            return null;
        }
        Part part = upload.parts().get(Integer.valueOf(number));
        return part != null && part.etag().equals(etag.replace("\"", "")) ? part : null;
    }
}
