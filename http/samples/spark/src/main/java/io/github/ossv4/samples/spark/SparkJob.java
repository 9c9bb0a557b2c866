// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the jobs. Prints a line {@code error: …} for a failure that a user can correct. */
final class SparkJob {
    private static final Logger LOGGER = LoggerFactory.getLogger(SparkJob.class);

    interface Main {
        void run() throws IOException;
    }

    interface Job {
        void run(SparkSession spark) throws IOException;
    }

    private SparkJob() {}

    /** Runs a method {@code main}. A failure ends the process with exit code 1, without a stack trace. */
    static void main(Main main) throws SparkUserAppException {
        try {
            main.run();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            LOGGER.debug("failed", e);
            System.err.println("error: " + e.getMessage());
            throw new SparkUserAppException(1);
        }
    }

    static void withSession(String name, Job job) throws IOException {
        try (SparkSession spark = SparkSession.builder().appName(name).getOrCreate()) {
            job.run(spark);
        }
    }
}
