// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.TaskContext;

/** Local files, but the first attempt of each task cannot complete a file of the manifest. */
public final class FailingFileSystem extends LocalFileSystem {
    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        FSDataOutputStream stream =
                super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
        TaskContext task = TaskContext.get();
        if (task == null || task.attemptNumber() > 0 || !file.toString().contains("/copied/")) {
            return stream;
        }
        return new FSDataOutputStream(stream, null) {
            @Override
            public void close() throws IOException {
                super.close();
                throw new IOException("No space left on device");
            }
        };
    }
}
