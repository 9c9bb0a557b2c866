// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.testing.JavaProcess;
import io.github.ossv4.http.testing.RawServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The largest lists and the most hostile errors, received by a process with a heap of 8 MB. */
@Tag("full")
class SmallHeapListTest {
    /** A key of 1,023 bytes, as OSS encodes it. */
    private static final String LONGEST = "%E9%94%AE".repeat(339);

    @Test
    void listsTheLargestPage() throws Exception {
        String entries = IntStream.range(0, 1000)
                .mapToObj(i -> """
                        <Contents><Key>%s%s</Key><Size>1</Size><ETag>"5D41402abc4B2A76B9719D911017C592"</ETag>\
                        <LastModified>2020-05-18T05:45:43.000Z</LastModified><Type>Normal</Type>\
                        <StorageClass>Standard</StorageClass></Contents>
                        """.formatted(100_000 + i, LONGEST))
                .collect(Collectors.joining());
        String xml = "<ListBucketResult><EncodingType>url</EncodingType>" + entries + "</ListBucketResult>";
        assertEquals("1000", run("list", "200 OK", xml));
    }

    @Test
    void reportsAnErrorWithManyAttributesOrNamespaces() throws Exception {
        for (String attribute : new String[] {" a%s=''", " xmlns:a%s='b'"}) {
            String attributes =
                    IntStream.range(0, 8_000).mapToObj(attribute::formatted).collect(Collectors.joining());
            String error = "<Error><Code" + attributes + ">X</Code></Error>";
            assertEquals("403 null", run("error", "403 Forbidden", error));
        }
    }

    private static String run(String call, String status, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (RawServer server = new RawServer(peer -> {
            peer.head();
            peer.respond(status, "x-oss-request-id: 1", "Content-Length: " + bytes.length);
            peer.socket().getOutputStream().write(bytes);
        })) {
            return JavaProcess.output("-Xmx8m", SmallHeapClient.class, List.of(server.endpoint(), call, "0"));
        }
    }
}
