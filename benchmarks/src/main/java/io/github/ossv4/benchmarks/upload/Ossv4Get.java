// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.upload;

import io.github.ossv4.http.BucketClient;
import java.io.IOException;
import java.nio.file.Path;

/** A process that downloads the uploaded object in one request, checked. */
final class Ossv4Get {
    private Ossv4Get() {}

    /** Downloads; the arguments are endpoint and file. */
    public static void main(String[] arguments) throws IOException {
        try (BucketClient bucket = Ossv4.client(arguments[0])) {
            Ossv4.requireChecked(
                    bucket.getToFile("large", Path.of(arguments[1])).crcChecked());
        }
    }
}
