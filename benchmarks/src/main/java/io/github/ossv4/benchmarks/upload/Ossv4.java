// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.benchmarks.upload.Client.Work;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.DownloadOptions;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that transfers a file with our client and default options, signed and checked. */
final class Ossv4 {
    private static final DownloadOptions ONE_REQUEST =
            DownloadOptions.builder().partSize(PartPlan.MAX_PART_SIZE).build();

    private Ossv4() {}

    /** Transfers; the arguments are endpoint, file and the name of the {@link Work}. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        try (BucketClient bucket = client(arguments[0])) {
            boolean checked = switch (Work.valueOf(arguments[2])) {
                case UPLOAD -> bucket.put("large", Body.of(file)).isCrcChecked();
                case UPLOAD_PARTS -> bucket.upload("large", file).isCrcChecked();
                case UPLOAD_SOURCE ->
                    bucket.put("large", Body.of(Files.size(file), () -> Files.newInputStream(file)))
                            .isCrcChecked();
                case UPLOAD_STREAM -> {
                    try (InputStream stream = Files.newInputStream(file)) {
                        yield bucket.upload("large", stream).isCrcChecked();
                    }
                }
                case DOWNLOAD -> bucket.download("large", file, ONE_REQUEST).isCrcChecked();
                case DOWNLOAD_PARTS -> bucket.download("large", file).isCrcChecked();
            };
            if (!checked) {
                throw new IllegalStateException("CRC64 was not checked");
            }
        }
    }

    static BucketClient client(String endpoint) {
        return BucketClient.builder(endpoint, "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .build();
    }
}
