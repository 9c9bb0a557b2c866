// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.checksum.Crc64;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/** One connection of a {@link Sink}. */
final class SinkConnection {
    private static final byte[] PIECE = ConstantBytes.of(64 * 1024);

    private final Sink sink;
    private final SocketChannel channel;
    private final SinkInput input;

    SinkConnection(Sink sink, SocketChannel channel) throws IOException {
        this.sink = sink;
        this.channel = channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.input = new SinkInput(channel);
    }

    /** Responds to requests until the client closes the connection. */
    void serve() throws IOException {
        try (channel) {
            for (String line = input.line(); line != null; line = input.line()) {
                SinkRequest request = SinkRequest.of(line, headers());
                respond(request);
                if (request.has("connection", "close")) {
                    return;
                }
            }
        }
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = input.line(); line != null && !line.isEmpty(); line = input.line()) {
            String[] nameAndValue = line.split(":", 2);
            headers.put(nameAndValue[0].toLowerCase(Locale.ROOT), nameAndValue[1].trim());
        }
        return headers;
    }

    private void respond(SinkRequest request) throws IOException {
        switch (request.method()) {
            case "PUT" -> put(request);
            case "POST" -> post(request);
            case "HEAD" -> head(request);
            case "GET" -> get(request);
            default -> delete(request);
        }
    }

    private void put(SinkRequest request) throws IOException {
        long length = body(request, sink::count);
        String uploadId = request.query().get("uploadId");
        if (uploadId == null) {
            sink.store(request.path(), length);
        } else {
            sink.part(uploadId, length);
        }
        send("200 OK", etag() + crc64(length), "");
    }

    private void post(SinkRequest request) throws IOException {
        body(request, bytes -> {});
        String[] bucketAndKey = request.path().substring(1).split("/", 2);
        String names = "<Bucket>" + bucketAndKey[0] + "</Bucket><Key>" + bucketAndKey[1] + "</Key>";
        String uploadId = request.query().get("uploadId");
        if (uploadId == null) {
            String xml = "<InitiateMultipartUploadResult>" + names + "<UploadId>" + sink.initiateUpload()
                    + "</UploadId></InitiateMultipartUploadResult>";
            send("200 OK", "Content-Type: application/xml\r\n", xml);
        } else {
            long length = sink.removeUpload(uploadId);
            sink.store(request.path(), length);
            String xml = "<CompleteMultipartUploadResult><Location>" + sink.endpoint() + request.path() + "</Location>"
                    + names + "<ETag>\"0123\"</ETag></CompleteMultipartUploadResult>";
            send("200 OK", "Content-Type: application/xml\r\n" + etag() + crc64(length), xml);
        }
    }

    private void delete(SinkRequest request) throws IOException {
        String uploadId = request.query().get("uploadId");
        if (uploadId == null) {
            sink.delete(request.path());
        } else {
            sink.removeUpload(uploadId);
        }
        send("204 No Content", "", "");
    }

    private void head(SinkRequest request) throws IOException {
        long length = sink.length(request.path());
        if (length < 0) {
            send("404 Not Found", "", "");
        } else {
            write(ascii(head("200 OK", facts(length), length)));
        }
    }

    private void get(SinkRequest request) throws IOException {
        long length = sink.length(request.path());
        if (length < 0) {
            send("404 Not Found", "", "");
            return;
        }
        String range = request.header("range");
        if (range == null) {
            write(ascii(head("200 OK", facts(length), length)));
            constantBytes(length);
            return;
        }
        String[] firstAndLast = range.substring("bytes=".length()).split("-", 2);
        long first = Long.parseLong(firstAndLast[0]);
        long last = Math.min(length - 1, Long.parseLong(firstAndLast[1]));
        String contentRange = "Content-Range: bytes " + first + "-" + last + "/" + length + "\r\n";
        write(ascii(head("206 Partial Content", facts(length) + contentRange, last + 1 - first)));
        constantBytes(last + 1 - first);
    }

    private long body(SinkRequest request, LongConsumer counter) throws IOException {
        if (request.has("expect", "100-continue")) {
            write(ascii("HTTP/1.1 100 Continue\r\n\r\n"));
        }
        if (request.has("transfer-encoding", "chunked")) {
            return input.dropChunks(counter);
        }
        input.drop(request.contentLength(), counter);
        return request.contentLength();
    }

    private static String facts(long length) {
        return "Last-Modified: Tue, 24 Nov 2026 00:00:00 GMT\r\nx-oss-object-type: Normal\r\n" + etag() + crc64(length);
    }

    private static String etag() {
        return "ETag: \"0123\"\r\n";
    }

    private static String crc64(long length) {
        return "x-oss-hash-crc64ecma: " + Crc64.toString(ConstantBytes.crc64(length)) + "\r\n";
    }

    private static String head(String status, String headers, long length) {
        return "HTTP/1.1 " + status + "\r\nServer: sink\r\nx-oss-request-id: 0123\r\n" + headers
                + (status.startsWith("204") ? "" : "Content-Length: " + length + "\r\n") + "\r\n";
    }

    private void send(String status, String headers, String body) throws IOException {
        write(ascii(head(status, headers, body.length()) + body));
    }

    private void constantBytes(long length) throws IOException {
        for (long left = length; left > 0; left -= PIECE.length) {
            write(ByteBuffer.wrap(PIECE, 0, (int) Math.min(left, PIECE.length)));
        }
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
