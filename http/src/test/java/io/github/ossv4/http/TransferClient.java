// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that uploads or downloads one object in parts, and says so: {@code part N} for each that is asked for or sent,
 * {@code done N} for each that is there, {@code ended} at the end. It can be told to stand still once so many parts are there.
 */
final class TransferClient {
    private TransferClient() {}

    /**
     * {@code upload} or {@code download}, endpoint, file, checkpoint or an empty text, bytes of a part, workers, and after how
     * many parts to stand still.
     */
    public static void main(String[] arguments) throws IOException {
        Narrator narrator = new Narrator(Integer.parseInt(arguments[6]));
        try (BucketClient bucket = BucketClient.builder(arguments[1], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .listener(narrator)
                .build()) {
            boolean checked = arguments[0].equals("upload") ? upload(bucket, arguments) : download(bucket, arguments);
            System.out.println(checked ? "ended" : "not checked");
        }
    }

    private static boolean upload(BucketClient bucket, String[] arguments) throws IOException {
        UploadOptions.Builder options =
                UploadOptions.builder().partSize(Long.parseLong(arguments[4])).workers(Integer.parseInt(arguments[5]));
        if (!arguments[3].isEmpty()) {
            options.checkpoint(Path.of(arguments[3]));
        }
        return bucket.upload("large", Path.of(arguments[2]), options.build()).crcChecked();
    }

    private static boolean download(BucketClient bucket, String[] arguments) throws IOException {
        DownloadOptions.Builder options = DownloadOptions.builder()
                .partSize(Long.parseLong(arguments[4]))
                .workers(Integer.parseInt(arguments[5]));
        if (!arguments[3].isEmpty()) {
            options.checkpoint(Path.of(arguments[3]));
        }
        return bucket.download("large", Path.of(arguments[2]), options.build()).crcChecked();
    }

    private static final class Narrator implements CallListener {
        private final int standStill;
        private int done;

        Narrator(int standStill) {
            this.standStill = standStill;
        }

        @Override
        public synchronized void started(CallAttempt attempt) {
            if (attempt.partNumber() > 0) {
                System.out.println("part " + attempt.partNumber());
                standStill();
            }
        }

        @Override
        public synchronized void partCompleted(String key, Part part) {
            System.out.println("done " + part.number());
            done++;
            standStill();
        }

        private void standStill() {
            if (done == standStill) {
                System.out.println("still");
                while (true) {
                    // Until it is killed, with the monitor that every other part waits for.
                    LockSupport.park();
                }
            }
        }
    }
}
