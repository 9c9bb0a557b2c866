// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryRequesterPaysTest extends WireFixture {
    @Test
    void paysForTheListOfADirectory(@TempDir Path directory) throws Exception {
        server.enqueue(Reply.of(200)
                .body("<ListBucketResult><Contents><Key>a</Key><Size>5</Size></Contents></ListBucketResult>"));
        server.enqueue(response(200).body(HELLO));
        try (BucketClient paying =
                client().credentials(CREDENTIALS).requesterPays(true).build()) {
            Directories.of(paying).download("", directory);
        }
        assertEquals(2, server.requestCount());
        for (int i = 0; i < 2; i++) {
            var request = server.take();
            assertEquals("requester", request.header("x-oss-request-payer"), request.requestLine());
        }
    }
}
