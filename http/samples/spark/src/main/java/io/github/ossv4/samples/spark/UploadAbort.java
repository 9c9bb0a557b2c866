// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import io.github.ossv4.http.MultipartUpload;
import io.github.ossv4.http.ServiceException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.api.java.JavaSparkContext;

/** Aborts an upload if its job fails or its driver is stopped. */
final class UploadAbort {
    private final JavaSparkContext context;
    private final MultipartUpload upload;
    private final Thread hook = new Thread(this::run);

    private UploadAbort(JavaSparkContext context, MultipartUpload upload) {
        this.context = context;
        this.upload = upload;
    }

    /** Registers an abort for the end of the JVM; see {@link #cancel}. */
    static UploadAbort atExit(JavaSparkContext context, MultipartUpload upload) {
        UploadAbort abort = new UploadAbort(context, upload);
        Runtime.getRuntime().addShutdownHook(abort.hook);
        return abort;
    }

    void cancel() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and runs it.
        }
    }

    /** Aborts now, and again after 5 to 60 seconds: running tasks may have stored parts meanwhile. */
    void run() {
        abort();
        SparkStatusTracker status = context.sc().statusTracker();
        for (int second = 0; second < 60; second++) {
            // Executors end after the context has stopped.
            boolean running = !context.sc().isStopped()
                    && Arrays.stream(status.getExecutorInfos()).anyMatch(executor -> executor.numRunningTasks() > 0);
            if (second >= 5 && !running) {
                break;
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        abort();
    }

    private void abort() {
        try {
            upload.abort();
        } catch (IOException e) {
            if (!(e instanceof ServiceException refusal) || !"NoSuchUpload".equals(refusal.code())) {
                System.err.println("upload " + upload.uploadId() + " was not aborted: " + e);
            }
        }
    }
}
