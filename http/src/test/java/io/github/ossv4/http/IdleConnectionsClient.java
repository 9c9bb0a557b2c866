// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** A process that prints the bytes in arrays for each idle connection. */
final class IdleConnectionsClient {
    private static final int CONNECTIONS = 64;

    private IdleConnectionsClient() {}

    /** Opens a response. */
    @FunctionalInterface
    private interface Opener {
        InputStream open() throws IOException;
    }

    /** The arguments are the endpoint and the URL of an object, which is signed for plain OkHttp. */
    public static void main(String[] arguments) throws Exception {
        // The first clients load classes and fill the pools that all clients share.
        bytesEachOfOurs(arguments[0]);
        bytesEachOfOkHttp(arguments[1]);
        System.out.println(bytesEachOfOurs(arguments[0]) + " " + bytesEachOfOkHttp(arguments[1]));
    }

    private static long bytesEachOfOurs(String endpoint) throws Exception {
        try (BucketClient bucket = BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            return bytesEach(() -> bucket.get("object").stream());
        }
    }

    private static long bytesEachOfOkHttp(String url) throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(CONNECTIONS, 5, TimeUnit.MINUTES))
                .build();
        Request request = new Request.Builder().url(url).build();
        long bytes = bytesEach(() -> client.newCall(request).execute().body().byteStream());
        client.connectionPool().evictAll();
        return bytes;
    }

    private static long bytesEach(Opener opener) throws Exception {
        connect(1, opener);
        long before = liveBytes();
        connect(CONNECTIONS, opener);
        return (liveBytes() - before) / (CONNECTIONS - 1);
    }

    /** Reads at the same time, so that each response has its own connection. */
    private static void connect(int connections, Opener opener) throws IOException {
        List<InputStream> responses = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            InputStream response = opener.open();
            responses.add(response);
            response.read();
        }
        for (InputStream response : responses) {
            try (InputStream closed = response) {
                closed.readAllBytes();
            }
        }
    }

    /** Returns the bytes of the arrays of bytes that a garbage collection leaves. */
    private static long liveBytes() throws JMException {
        Object histogram = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        // Buffers. Collectors fill gaps of the heap with objects of other classes.
        return String.valueOf(histogram)
                .lines()
                .map(line -> line.trim().split(" +"))
                .filter(row -> row[0].matches("[0-9]+:") && row[3].equals("[B"))
                .mapToLong(row -> Long.parseLong(row[2]))
                .sum();
    }
}
