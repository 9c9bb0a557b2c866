// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.testing;

import io.github.ossv4.multipart.MultipartResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A multipart upload of a test. */
public final class TestUpload {
    /** The minimum size of a part that is not the last one. */
    public static final int SMALLEST = 100 * 1024;

    public static final String NO_SUCH_UPLOAD = "404 NoSuchUpload 0042-00000002";

    /** The error of an UploadPart. */
    public static final String NO_SUCH_UPLOAD_OF_PART = "404 NoSuchUpload 0042-00000104";

    private final TestEmulator emulator;
    private final String key;
    private final String id;
    private final Map<Integer, String> etags = new ConcurrentHashMap<>();

    private TestUpload(TestEmulator emulator, String key, String id) {
        this.emulator = emulator;
        this.key = key;
        this.id = id;
    }

    public static SignedRequest initiating(TestEmulator emulator, String key) {
        return emulator.request("POST", key).query("uploads", null);
    }

    public static TestUpload initiate(TestEmulator emulator, String key) throws IOException {
        // So that the key can contain any character.
        return of(
                emulator,
                key,
                initiating(emulator, key).query("encoding-type", "url").send());
    }

    /** Returns the upload of a response to InitiateMultipartUpload. */
    public static TestUpload of(TestEmulator emulator, String key, RawResponse initiated) {
        return new TestUpload(
                emulator, key, MultipartResponse.uploadId(initiated.text().getBytes(StandardCharsets.UTF_8)));
    }

    /** Returns random bytes. */
    public static byte[] bytes(int seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public String id() {
        return id;
    }

    public SignedRequest request(String method) {
        return emulator.request(method, key).query("uploadId", id);
    }

    public SignedRequest putting(int number, byte[] body) {
        return emulator.request("PUT", key)
                .query("partNumber", Integer.toString(number))
                .query("uploadId", id)
                .length(body.length);
    }

    public RawResponse put(int number, byte[] body) throws IOException {
        RawResponse response = putting(number, body).send(body);
        if (response.status() == 200) {
            etags.put(number, response.header("etag"));
        }
        return response;
    }

    /** Uploads a part of the minimum size and returns its bytes. */
    public byte[] put(int number) throws IOException {
        byte[] body = bytes(number, SMALLEST);
        put(number, body);
        return body;
    }

    /** Returns the body of a CompleteMultipartUpload with these parts and their ETags. */
    public String document(int... numbers) {
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

    public SignedRequest completing(String document) {
        return request("POST").length(document.getBytes(StandardCharsets.UTF_8).length);
    }

    public RawResponse complete(int... numbers) throws IOException {
        String document = document(numbers);
        return completing(document).send(document);
    }

    public RawResponse abort() throws IOException {
        return request("DELETE").send();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
