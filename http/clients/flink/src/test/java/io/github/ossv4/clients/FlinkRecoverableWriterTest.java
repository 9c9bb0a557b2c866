// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import org.apache.flink.core.fs.RecoverableWriter;
import org.apache.flink.fs.osshadoop.FlinkOSSFileSystem;
import org.apache.flink.fs.osshadoop.OSSFileSystemFactory;
import org.apache.flink.fs.osshadoop.writer.OSSRecoverable;
import org.apache.flink.runtime.fs.hdfs.AbstractHadoopRecoverableWriterITCase;
import org.junit.BeforeClass;
import org.junit.ClassRule;

/** Flink's suite about the writer of exactly-once sinks: multipart uploads that are persisted, resumed and committed. */
public class FlinkRecoverableWriterTest extends AbstractHadoopRecoverableWriterITCase {
    @ClassRule
    public static final FlinkEmulator OSS = new FlinkEmulator();

    @BeforeClass
    public static void start() {
        basePath = OSS.directory();
        bigDataChunk =
                createBigDataChunk(BIG_CHUNK_DATA_PATTERN, OSSFileSystemFactory.PART_UPLOAD_MIN_SIZE.defaultValue());
        skipped = false;
    }

    @Override
    protected String getLocalTmpDir() throws Exception {
        return ((FlinkOSSFileSystem) getFileSystem()).getLocalTmpDir();
    }

    @Override
    protected String getIncompleteObjectName(RecoverableWriter.ResumeRecoverable upload) {
        return ((OSSRecoverable) upload).getLastPartObject();
    }
}
