// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.multipart.InitiatedUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A multipart upload that a test makes. */
final class TestUpload {
    /** How small a part may be that is not the last one. */
    static final int SMALLEST = 100 * 1024;

    static final String NO_SUCH_UPLOAD = "404 NoSuchUpload 0042-00000002";

    private final TestEmulator emulator;
    private final String key;
    private final String id;
    private final Map<Integer, String> etags = new ConcurrentHashMap<>();

    private TestUpload(TestEmulator emulator, String key, String id) {
        this.emulator = emulator;
        this.key = key;
        this.id = id;
    }

    static SignedRequest initiating(TestEmulator emulator, String key) {
        return emulator.request("POST", key).query("uploads", null);
    }

    static TestUpload initiate(TestEmulator emulator, String key) throws IOException {
        return of(emulator, key, initiating(emulator, key).send());
    }

    /** The upload that was begun with this answer. */
    static TestUpload of(TestEmulator emulator, String key, TestResponse initiated) {
        return new TestUpload(
                emulator,
                key,
                InitiatedUpload.parse(initiated.text().getBytes(StandardCharsets.UTF_8))
                        .uploadId());
    }

    /** Bytes that are nobody else's. */
    static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    String id() {
        return id;
    }

    SignedRequest request(String method) {
        return emulator.request(method, key).query("uploadId", id);
    }

    SignedRequest putting(int number, byte[] body) {
        return emulator.request("PUT", key)
                .query("partNumber", Integer.toString(number))
                .query("uploadId", id)
                .length(body.length);
    }

    TestResponse put(int number, byte[] body) throws IOException {
        TestResponse reply = putting(number, body).send(body);
        if (reply.status() == 200) {
            etags.put(number, reply.header("etag"));
        }
        return reply;
    }

    /** Puts a part that is large enough, and returns its bytes. */
    byte[] put(int number) throws IOException {
        byte[] body = bytes(number, SMALLEST);
        put(number, body);
        return body;
    }

    /** The body of a CompleteMultipartUpload with these parts, by the ETags that were answered. */
    String document(int... numbers) {
        StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
        for (int number : numbers) {
            xml.append("<Part><PartNumber>")
                    .append(number)
                    .append("</PartNumber><ETag>")
                    .append(etags.getOrDefault(number, "\"none\""))
                    .append("</ETag></Part>");
        }
        return xml.append("</CompleteMultipartUpload>").toString();
    }

    SignedRequest completing(String document) {
        return request("POST").length(document.getBytes(StandardCharsets.UTF_8).length);
    }

    TestResponse complete(int... numbers) throws IOException {
        String document = document(numbers);
        return completing(document).send(document);
    }

    TestResponse abort() throws IOException {
        return request("DELETE").send();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
