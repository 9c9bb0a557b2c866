// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that uploads or downloads one object in parts. It prints {@code part N} for each request of a part, {@code
 * done N} for each completed part, and {@code ended} at the end. It can pause forever after a number of completed
 * parts.
 */
final class TransferClient {
    private TransferClient() {}

    /**
     * Transfers the object.
     *
     * @param arguments {@code upload} or {@code download}, endpoint, file, checkpoint or an empty text, part size,
     *     workers, and the number of parts after which to pause
     */
    public static void main(String[] arguments) throws IOException {
        Printer printer = new Printer(Integer.parseInt(arguments[6]));
        try (BucketClient bucket = BucketClient.builder(arguments[1], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .listener(printer)
                .build()) {
            boolean checked = arguments[0].equals("upload") ? upload(bucket, arguments) : download(bucket, arguments);
            System.out.println(checked ? "ended" : "not checked");
        }
    }

    private static boolean upload(BucketClient bucket, String[] arguments) throws IOException {
        UploadOptions.Builder options =
                UploadOptions.builder().partSize(Long.parseLong(arguments[4])).parallel(Integer.parseInt(arguments[5]));
        if (!arguments[3].isEmpty()) {
            options.checkpoint(Path.of(arguments[3]));
        }
        return bucket.upload("large", Path.of(arguments[2]), options.build()).isCrcChecked();
    }

    private static boolean download(BucketClient bucket, String[] arguments) throws IOException {
        DownloadOptions.Builder options = DownloadOptions.builder()
                .partSize(Long.parseLong(arguments[4]))
                .parallel(Integer.parseInt(arguments[5]));
        if (!arguments[3].isEmpty()) {
            options.checkpoint(Path.of(arguments[3]));
        }
        return bucket.download("large", Path.of(arguments[2]), options.build()).isCrcChecked();
    }

    private static final class Printer implements CallListener {
        private final int pauseAfter;
        private int done;

        Printer(int pauseAfter) {
            this.pauseAfter = pauseAfter;
        }

        @Override
        public synchronized void started(CallAttempt attempt) {
            if (attempt.partNumber() > 0) {
                System.out.println("part " + attempt.partNumber());
                // A download has a checkpoint when the first response has come, and the second part starts.
                if (attempt.partNumber() > 1) {
                    pauseIfReached();
                }
            }
        }

        @Override
        public synchronized void partCompleted(String key, Part part) {
            System.out.println("done " + part.number());
            done++;
            pauseIfReached();
        }

        private void pauseIfReached() {
            if (done == pauseAfter) {
                System.out.println("paused");
                while (true) {
                    // Until the process is killed. Every other part waits for the monitor.
                    LockSupport.park();
                }
            }
        }
    }
}
