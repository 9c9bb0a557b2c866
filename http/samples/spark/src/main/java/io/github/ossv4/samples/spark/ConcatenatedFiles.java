// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Files of a Hadoop file system as one sequence of bytes.
 *
 * @param operands files and directories, as the user named them
 */
record ConcatenatedFiles(List<String> operands, List<Range> files) implements Serializable {
    /** A range of a file, in bytes, and the time of the last change of the file. */
    private record Range(String path, long offset, long length, long modified) implements Serializable {}

    /**
     * Returns files in their order, with their current sizes and times. Replaces a directory by its files, sorted by
     * name. Like Spark, skips names that begin with an underscore or a dot.
     *
     * @throws IOException if a file does not exist, or a directory is empty or has subdirectories
     */
    static ConcatenatedFiles of(List<String> operands) throws IOException {
        List<Range> files = new ArrayList<>();
        for (String operand : operands) {
            Path path = new Path(operand);
            FileSystem system = HadoopFiles.fileSystem(path);
            FileStatus[] found = {system.getFileStatus(path)};
            if (found[0].isDirectory()) {
                found = system.listStatus(path, child -> !child.getName().matches("[_.].*"));
                Arrays.sort(found, Comparator.comparing(FileStatus::getPath));
            }
            if (found.length == 0) {
                throw new FileNotFoundException("no files other than _* and .* in the directory " + operand);
            }
            for (FileStatus file : found) {
                if (!file.isFile()) {
                    throw new FileNotFoundException("not a file: " + file.getPath());
                }
                files.add(new Range(file.getPath().toString(), 0, file.getLen(), file.getModificationTime()));
            }
        }
        return new ConcatenatedFiles(List.copyOf(operands), List.copyOf(files));
    }

    /** Throws if a file was changed, added or deleted since {@link #of}. */
    void checkUnchanged() throws IOException {
        if (!equals(of(operands))) {
            throw new IOException("files have changed since the upload began: " + operands);
        }
    }

    long size() {
        return files.stream().mapToLong(Range::length).sum();
    }

    /** Opens a range of the sequence. A file is opened when the one before it was read. */
    InputStream open(long offset, long length) {
        List<Range> ranges = new ArrayList<>();
        long start = 0;
        for (Range file : files) {
            long first = Math.max(offset, start);
            long end = Math.min(offset + length, start + file.length);
            if (first < end) {
                ranges.add(new Range(file.path, first - start, end - first, file.modified));
            }
            start += file.length;
        }
        return new Sequence(ranges.iterator());
    }

    private static final class Sequence extends InputStream {
        private final Iterator<Range> ranges;
        private InputStream current = nullInputStream();

        Sequence(Iterator<Range> ranges) {
            this.ranges = ranges;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = current.read(bytes, offset, length);
            while (read < 0 && ranges.hasNext()) {
                current.close();
                Range next = ranges.next();
                // A file that has become shorter ends early, and the body is too short.
                current = HadoopFiles.open(next.path, next.offset, next.length);
                read = current.read(bytes, offset, length);
            }
            return read;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }
}
