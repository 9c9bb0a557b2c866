// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.parquet.hadoop.ParquetOutputCommitter;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

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
        } catch (Exception e) {
            // Spark throws its own exception if a task fails.
            Throwable cause = e;
            while (cause instanceof SparkException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            boolean isExpected = cause instanceof IOException
                    || cause instanceof UncheckedIOException
                    || cause instanceof IllegalArgumentException;
            LOGGER.atLevel(isExpected ? Level.DEBUG : Level.ERROR).setCause(e).log("failed");
            String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            System.err.println("error: " + message.replaceAll("\\R\\s*", " "));
            throw new SparkUserAppException(1);
        }
    }

    static void withSession(String name, Job job) throws IOException {
        SparkConf conf = new SparkConf()
                // By default, the results of about 100,000 tasks are too large.
                .setIfMissing("spark.driver.maxResultSize", "0")
                // Other committers may publish the rows of all tasks at the end of a job only.
                .set("spark.sql.sources.commitProtocolClass", SQLHadoopMapReduceCommitProtocol.class.getName())
                .set("spark.sql.parquet.output.committer.class", ParquetOutputCommitter.class.getName());
        try (SparkSession spark =
                SparkSession.builder().config(conf).appName(name).getOrCreate()) {
            job.run(spark);
        }
    }
}
