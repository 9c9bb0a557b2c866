// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import java.io.IOException;
import org.apache.flink.runtime.fs.hdfs.AbstractHadoopFileSystemITTest;
import org.junit.BeforeClass;
import org.junit.ClassRule;

/** Flink's suite about writing, reading and listing. */
public class FlinkListingTest extends AbstractHadoopFileSystemITTest {
    @ClassRule
    public static final FlinkEmulator OSS = new FlinkEmulator();

    @BeforeClass
    public static void start() throws IOException {
        basePath = OSS.directory();
        fs = basePath.getFileSystem();
    }
}
