// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output. Unlike {@code System.out} it reports failures, a closed pipe with its own exception type. */
final class StandardOutput extends OutputStream {
    private final OutputStream file = new FileOutputStream(FileDescriptor.out);

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            file.write(bytes, offset, length);
        } catch (IOException e) {
            // The message is the operating system's, in its language. A write to a pipe fails for no other
            // reason.
            if (String.valueOf(e.getMessage()).contains("Broken pipe") || Terminal.isPipe(1)) {
                throw new ClosedPipeException(e);
            }
            throw new OutputException("standard output cannot be written: " + e.getMessage(), e);
        }
    }
}
