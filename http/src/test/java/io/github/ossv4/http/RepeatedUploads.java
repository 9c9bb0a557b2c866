// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.http.testing.JavaProcess;
import io.github.ossv4.sign.Credentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process that uploads a file with a checkpoint, repeatedly on request. */
final class RepeatedUploads implements AutoCloseable {
    static final String UPLOADED = "uploaded";

    private final Process process;
    private final BufferedReader reader;

    private RepeatedUploads(Process process) {
        this.process = process;
        this.reader = process.inputReader(StandardCharsets.UTF_8);
    }

    /** @param arguments endpoint, file, checkpoint, part size */
    static RepeatedUploads start(String... arguments) throws IOException {
        return new RepeatedUploads(JavaProcess.start("-Xmx64m", RepeatedUploads.class, List.of(arguments)));
    }

    void begin() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Returns {@link #UPLOADED}, or the message of the exception. */
    String outcome() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new AssertionError("the process has ended");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws IOException {
        UploadOptions options = UploadOptions.builder()
                .partSize(Long.parseLong(arguments[3]))
                .parallel(2)
                .checkpoint(Path.of(arguments[2]))
                .build();
        BufferedReader begin = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (BucketClient bucket = BucketClient.builder(arguments[0], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build()) {
            while (begin.readLine() != null) {
                try {
                    bucket.upload("large", Path.of(arguments[1]), options);
                    System.out.println(UPLOADED);
                } catch (IOException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
