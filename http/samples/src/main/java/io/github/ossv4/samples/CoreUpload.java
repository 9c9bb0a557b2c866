// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import io.github.ossv4.text.PercentEncoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.zip.CheckedOutputStream;

/** An upload with a callback by ossv4-core alone, over {@link HttpURLConnection}, for Java 8 and Android 8. */
public final class CoreUpload {
    /** Returns the application server's response, up to 3 MB. Throws if OSS stores nothing or the callback fails. */
    public static String put(String bucketUrl, String bucket, Signer signer, String key, Path file, Callback callback)
            throws IOException {
        HashMap<String, String> headers = new HashMap<>(callback.headers());
        headers.put("Content-Type", "application/octet-stream");
        UnsignedRequest.Builder request = UnsignedRequest.builder("PUT", bucket, key);
        headers.forEach(request::header);
        headers.putAll(signer.sign(request.build(), Instant.now()).headers());
        String url = bucketUrl + "/" + PercentEncoding.encodePath(key);
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        connection.setRequestMethod("PUT");
        connection.setConnectTimeout(10_000);
        connection.setReadTimeout(60_000);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(Files.size(file));
        headers.forEach(connection::setRequestProperty);
        Crc64 sent = new Crc64();
        try (CheckedOutputStream out = new CheckedOutputStream(connection.getOutputStream(), sent)) {
            Files.copy(file, out);
        }
        int status = connection.getResponseCode();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            for (int b = in == null ? -1 : in.read(); b >= 0 && body.size() < 3_000_000; b = in.read()) {
                body.write(b);
            }
        }
        boolean stored = status == 200 || status == 203;
        String crc64 = connection.getHeaderField("x-oss-hash-crc64ecma");
        if (stored && !sent.toString().equals(crc64)) {
            throw new IOException("sent bytes with CRC64 " + sent + ", but OSS stored " + crc64);
        } else if (status != 200) {
            String outcome = stored ? "stored, but the callback failed: " : "not stored: ";
            throw new IOException(outcome + status + " " + ErrorResponse.parse(body.toByteArray()));
        }
        return body.toString("UTF-8");
    }
}
