// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import org.apache.flink.fs.osshadoop.FlinkOSSFileSystem;
import org.apache.flink.runtime.fs.hdfs.AbstractHadoopRecoverableWriterExceptionITCase;
import org.junit.BeforeClass;
import org.junit.ClassRule;

/** Flink's suite about misuse of the writer of exactly-once sinks. */
public class FlinkRecoverableWriterExceptionTest extends AbstractHadoopRecoverableWriterExceptionITCase {
    @ClassRule
    public static final FlinkEmulator OSS = new FlinkEmulator();

    @BeforeClass
    public static void start() {
        basePath = OSS.directory();
        skipped = false;
    }

    @Override
    protected String getLocalTmpDir() throws Exception {
        return ((FlinkOSSFileSystem) getFileSystem()).getLocalTmpDir();
    }
}
