// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.emulator.Emulator;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The snippet of START.md for Java SDK v2. The names of {@code src/test/hosts} have no bucket {@code photos}. */
class SdkV2StartPageTest {
    private static final String IMPORTS = """
            import com.aliyun.sdk.service.oss2.*;
            import com.aliyun.sdk.service.oss2.credentials.*;
            import com.aliyun.sdk.service.oss2.models.*;
            import com.aliyun.sdk.service.oss2.transport.*;
            """;

    private static final String USE = """
            try {
                oss.putObject(PutObjectRequest.newBuilder().bucket("photos").key("cat.jpg")
                        .body(BinaryData.fromString("hello")).build());
                GetObjectResult object =
                        oss.getObject(GetObjectRequest.newBuilder().bucket("photos").key("cat.jpg").build());
                return new String(object.body().readAllBytes());
            } finally {
                oss.close();
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "oss.example.test"})
    void storesAndReturnsAnObject(String host, @TempDir Path directory) throws Exception {
        try (Emulator emulator = Emulator.builder()
                .bucket("photos")
                .accessKey("id", "secret")
                .domain("oss.example.test")
                .start()) {
            String client = StartPage.snippet("Java SDK v2", "java", "http://" + host + ":" + emulator.port());

            assertEquals("hello", JavaSnippet.run(IMPORTS, client + USE, directory));
        }
    }
}
