// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import io.github.ossv4.form.FormEncoding;
import io.github.ossv4.form.SignedForm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/**
 * A form that was posted with an HTTP client, as a page does it.
 *
 * @param crc64 the header of OSS; empty for none
 */
public record PostedForm(int status, String crc64, String body) {
    public static PostedForm post(String url, SignedForm form, String filename, byte[] file) throws IOException {
        FormEncoding encoding = FormEncoding.of(form, filename, "boundary-of-a-test");
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", encoding.contentType())
                .POST(HttpRequest.BodyPublishers.ofByteArrays(List.of(encoding.head(), file, encoding.tail())))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return new PostedForm(
                    response.statusCode(),
                    response.headers().firstValue("x-oss-hash-crc64ecma").orElse(""),
                    response.body());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
