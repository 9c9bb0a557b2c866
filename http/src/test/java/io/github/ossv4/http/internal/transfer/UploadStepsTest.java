// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.RetryPolicy;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.internal.call.ClientHeaders;
import io.github.ossv4.http.internal.call.Connections;
import io.github.ossv4.http.internal.call.ContentTypeInference;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Threads;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.multipart.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last steps of an upload in parts. */
class UploadStepsTest extends WireFixture {
    private static final int PART = 100 * 1024;
    private static final String INITIATED =
            "<InitiateMultipartUploadResult><UploadId>U</UploadId>" + "<Key>k</Key></InitiateMultipartUploadResult>";

    private UploadSteps steps() {
        Transport transport = new Transport(
                OkHttpConnections.of(new OkHttpClient()),
                Endpoint.of("http://127.0.0.1:" + server.port(), "examplebucket", Endpoint.Style.AUTOMATIC),
                "examplebucket",
                null,
                RetryPolicy.NONE,
                null,
                null,
                ContentTypeInference.ENABLED,
                ClientHeaders.STANDARD,
                new Threads(null, 64),
                new Connections(64));
        return new UploadSteps(transport, "k", UploadOptions.NONE, null);
    }

    private static UploadedPart part(int number, long size) {
        return UploadedPart.of(number, "E" + number, size, null);
    }

    private void assertNotCompleted(List<UploadedPart> parts, int count, long size) {
        assertThrows(IOException.class, () -> steps().complete(parts, count, size, Scope.ofCaller()));
    }

    /** OSS would create an object from the other parts. */
    @Test
    void rejectsCompletionWithoutAllParts() {
        assertNotCompleted(List.of(part(1, PART), part(2, PART)), 3, 2 * PART);
        assertNotCompleted(List.of(part(1, PART), part(3, 5)), 3, PART + 5);
        assertNotCompleted(List.of(part(2, PART), part(3, 5)), 2, PART + 5);
        assertNotCompleted(List.of(part(1, PART), part(2, 5)), 2, PART + 6);
        assertNotCompleted(List.of(), 1, 5);
        assertEquals(0, server.requestCount());
    }

    private static Reply error(int status, String code) {
        return response(status).body("<Error><Code>" + code + "</Code><Message>m</Message></Error>");
    }

    private List<String> methods() throws InterruptedException {
        List<String> methods = new ArrayList<>();
        for (int i = server.requestCount(); i > 0; i--) {
            String line = server.take().requestLine();
            methods.add(line.substring(0, line.indexOf(' ')));
        }
        return methods;
    }

    /** Parts in transit during the abort may arrive afterwards, and recreate the upload. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void abortsUntilTheUploadNoLongerExists(int arriving) throws Exception {
        server.enqueue(response(200).body(INITIATED));
        server.enqueue(error(403, "AccessDenied"));
        for (int i = 0; i < arriving; i++) {
            server.enqueue(Reply.of(204));
        }
        server.enqueue(error(404, "NoSuchUpload"));
        UploadOptions options =
                UploadOptions.builder().partSize(PART).parallel(1).build();
        ServiceException e = assertThrows(
                ServiceException.class,
                () -> bucket.upload("k", new ByteArrayInputStream(new byte[PART + 5]), options));
        assertEquals("AccessDenied", e.code());
        List<String> expected = new ArrayList<>(List.of("POST", "PUT"));
        for (int i = 0; i < Math.min(3, arriving + 1); i++) {
            expected.add("DELETE");
        }
        assertEquals(expected, methods());
    }
}
