// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.Part;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that downloads one object in parts, and says so: {@code get N} for each part that is asked for, {@code done N} for
 * each that is there, {@code saved} at the end. It can be told to stand still once so many parts are there.
 */
final class DownloadClient {
    private DownloadClient() {}

    /** Endpoint, file, checkpoint or an empty text, bytes of a part, workers, and after how many parts to stand still. */
    public static void main(String[] arguments) throws IOException {
        Narrator narrator = new Narrator(Integer.parseInt(arguments[5]));
        DownloadOptions.Builder options = DownloadOptions.builder()
                .partSize(Long.parseLong(arguments[3]))
                .workers(Integer.parseInt(arguments[4]));
        if (!arguments[2].isEmpty()) {
            options.checkpoint(Path.of(arguments[2]));
        }
        try (BucketClient bucket = BucketClient.builder(arguments[0], "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("id", "secret"))
                .listener(narrator)
                .build()) {
            SavedObject saved = bucket.download("large", Path.of(arguments[1]), options.build());
            System.out.println(saved.crcChecked() ? "saved" : "not checked");
        }
    }

    private static final class Narrator implements CallListener {
        private final int standStill;
        private int done;

        Narrator(int standStill) {
            this.standStill = standStill;
        }

        @Override
        public synchronized void attempt(CallAttempt attempt) {
            if (attempt.operation().equals("GetObject")) {
                System.out.println("get " + attempt.partNumber());
                standStill();
            }
        }

        @Override
        public synchronized void partDone(String key, Part part) {
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
