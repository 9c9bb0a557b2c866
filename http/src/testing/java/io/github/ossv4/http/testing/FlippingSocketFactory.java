// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

/** Sockets that flip one bit of what they send, at a fixed position of each connection. */
public final class FlippingSocketFactory extends ClientSocketFactory {
    private final long position;

    public FlippingSocketFactory(long position) {
        this.position = position;
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public OutputStream getOutputStream() throws IOException {
                return new Flipping(super.getOutputStream());
            }
        };
    }

    private final class Flipping extends FilterOutputStream {
        private long written;

        Flipping(OutputStream wire) {
            super(wire);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            byte[] sent = Arrays.copyOfRange(bytes, offset, offset + length);
            if (position >= written && position < written + length) {
                sent[(int) (position - written)] ^= 0x10;
            }
            written += length;
            out.write(sent);
        }
    }
}
